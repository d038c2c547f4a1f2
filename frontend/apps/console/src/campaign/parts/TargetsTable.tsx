import { useFormat, useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { targetsPage, type Target } from '../targets';
import { useCustomerColumns } from './customer-columns';
import { Landing } from './Landing';

const ARMS = ['treated', 'control'] as const;

/** The customers chosen, the most valuable first, with the reasons why. */
export function TargetsTable({ code }: { code: string }) {
  const t = useWords('campaign');
  return (
    <Landing name="targets">
      <Section title={t('targets.title')} lead={t('targets.lead')} flush>
        <DataTable
          label={t('targets.title')}
          columns={useColumns(code)}
          rowKey={(one) => `${one.customer_id}:${one.step}`}
          page={targetsPage(code)}
          search={t('targets.search')}
          filters={[
            {
              name: 'arm',
              label: t('targets.arm'),
              options: ARMS.map((value) => ({ value, label: t(`arm.${value}`) })),
            },
          ]}
          prefix="t."
          exportName={`${code}-targets`}
          empty={<EmptyState title={t('targets.none')} hint={t('targets.noneHint')} />}
        />
      </Section>
    </Landing>
  );
}

function useColumns(code: string): Column<Target>[] {
  const t = useWords('campaign');
  const format = useFormat();
  const language = useLanguage();
  const nameOf = useNameOf();
  const { customer, grid } = useCustomerColumns<Target>();
  const offerOf = (one: Target) => nameOf({ name_zh: one.offer_name_zh, name_en: one.offer_name_en });
  return [
    customer,
    { key: 'rank', title: t('targets.rank'), numeric: true, sortable: true, render: (one) => format.count(one.rank) },
    { key: 'arm', title: t('targets.arm'), render: (one) => t(`arm.${one.arm}`), text: (one) => t(`arm.${one.arm}`) },
    {
      key: 'reasons',
      title: t('targets.reasons'),
      render: (one) => one.reasons.map((reason) => <div key={reason.code}>{reason[language]}</div>),
      text: (one) => one.reasons.map((reason) => reason[language]).join('; '),
    },
    {
      key: 'offer_code',
      title: t('plan.offer'),
      render: (one) => (one.offer_code ? <Link to={`/catalog/offers/${one.offer_code}`}>{offerOf(one)}</Link> : '–'),
      text: offerOf,
    },
    {
      key: 'probability',
      title: t('targets.probability'),
      numeric: true,
      sortable: true,
      wideOnly: true,
      render: (one) => format.percent(one.probability),
    },
    {
      key: 'expected_value_fen',
      title: t('targets.value'),
      numeric: true,
      sortable: true,
      render: (one) => format.money(one.expected_value_fen),
      text: (one) => String(one.expected_value_fen / 100),
    },
    {
      key: 'assignee_code',
      title: t('targets.assignee'),
      render: (one) =>
        one.assignee_code ? (
          <Link to={`/monitor?by=manager&campaign_code=${code}&q=${one.assignee_code}`}>
            {one.assignee_name || one.assignee_code}
          </Link>
        ) : (
          '–'
        ),
      text: (one) => `${one.assignee_name} ${one.assignee_code}`,
    },
    { ...grid, wideOnly: true },
  ];
}
