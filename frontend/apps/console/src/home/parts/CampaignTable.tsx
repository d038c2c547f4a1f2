import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Meter, State, StaticTable, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { CampaignCard } from '../homes';

/** Campaigns with what they need of somebody, their pace, money and lift. */
export function CampaignTable({ cards }: { cards: CampaignCard[] }) {
  const t = useWords('home');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<CampaignCard>[] = [
    {
      key: 'name',
      title: t('planner.campaign'),
      render: (card) => (
        <>
          <Link to={`/campaign/campaigns/${card.campaign_code}`}>{nameOf(card)}</Link>
          <div>
            <small>{format.month(card.cycle)}</small>
          </div>
        </>
      ),
    },
    {
      key: 'needs',
      title: t('planner.needs'),
      render: (card) =>
        card.needs.length === 0 ? (
          <State tone="done">{t('planner.nothing')}</State>
        ) : (
          card.needs.map((need) => (
            <div key={need.code}>
              <State tone="attention">{need.text}</State>
            </div>
          ))
        ),
    },
    { key: 'state', title: t('planner.state'), render: (card) => t(`planner.states.${card.state}`) },
    {
      key: 'pace',
      title: t('planner.pace'),
      render: (card) =>
        card.funnel.pace === null ? '–' : <Meter share={card.funnel.pace} text={format.percent(card.funnel.pace, 0)} />,
    },
    {
      key: 'orders',
      title: t('funnel.orders'),
      numeric: true,
      render: (card) => (
        <Link to={`/monitor?by=grid&campaign_code=${card.campaign_code}`}>{format.count(card.funnel.orders)}</Link>
      ),
    },
    {
      key: 'rate',
      title: t('planner.successRate'),
      numeric: true,
      render: (card) => format.percent(card.funnel.success_rate),
    },
    {
      key: 'budget',
      title: t('planner.budget'),
      render: (card) =>
        card.spent_share === null ? (
          format.shortMoney(card.budget_fen)
        ) : (
          <Meter
            share={card.spent_share}
            text={`${format.shortMoney(card.spent_fen)} / ${format.shortMoney(card.budget_fen)}`}
          />
        ),
    },
    {
      key: 'lift',
      title: t('planner.lift'),
      render: (card) => <Lift lift={card.lift} />,
    },
  ];
  return <StaticTable label={t('planner.list')} columns={columns} rows={cards} rowKey={(card) => card.campaign_code} />;
}

function Lift({ lift }: { lift: CampaignCard['lift'] }) {
  const t = useWords('home');
  const format = useFormat();
  if (lift.estimate === null) return lift.verdict_text;
  return (
    <>
      {format.points(lift.estimate)}
      <div>
        <small>{t('planner.between', { low: format.points(lift.low), high: format.points(lift.high) })}</small>
      </div>
      <small>{lift.verdict_text}</small>
    </>
  );
}
