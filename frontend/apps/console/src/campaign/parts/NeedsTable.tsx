import type { Role } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Meter, Section, State, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { CampaignState } from '../campaigns';
import { waitsFor, type Standing } from '../standing';
import { CampaignStateMark } from './CampaignStateMark';

/** The campaigns that need somebody today, and what for; those that wait for the reader come first. */
export function NeedsTable({ cards, role }: { cards: Standing[]; role: Role }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<Standing>[] = [
    {
      key: 'name',
      title: t('list.campaign'),
      render: (card) => <Link to={`/campaign/campaigns/${card.campaign_code}`}>{nameOf(card)}</Link>,
    },
    {
      key: 'needs',
      title: t('list.needs'),
      render: (card) =>
        card.needs.map((need) => (
          <div key={need.code}>
            <State tone={waitsFor(role, card) ? 'attention' : 'idle'}>{need.text}</State>
          </div>
        )),
    },
    {
      key: 'state',
      title: t('plan.state'),
      render: (card) => <CampaignStateMark state={card.state as CampaignState} />,
    },
    {
      key: 'pace',
      title: t('list.pace'),
      numeric: true,
      render: ({ funnel }) =>
        funnel.pace === null ? '–' : <Meter share={funnel.pace} text={format.percent(funnel.pace, 0)} />,
    },
    {
      key: 'spent',
      title: t('list.spentOfBudget'),
      numeric: true,
      render: (card) =>
        t('list.ofBudget', { spent: format.shortMoney(card.spent_fen), budget: format.shortMoney(card.budget_fen) }),
    },
  ];
  const sorted = [...cards].sort((one, other) => Number(waitsFor(role, other)) - Number(waitsFor(role, one)));
  return (
    <Section title={t('list.needing', { count: cards.length })} flush>
      <StaticTable label={t('list.needs')} columns={columns} rows={sorted} rowKey={(card) => card.campaign_code} />
    </Section>
  );
}
