import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, type Column } from '@gridloop/ui';
import { Link } from 'react-router';

import { helpPage, type PersonInNeed } from './people';

/** Who in the team needs help, and why. */
export function Component() {
  const t = useWords('monitor');
  return (
    <>
      <PageHeader title={t('help.title')} lead={t('help.lead')} />
      <Section title={t('help.list')} flush>
        <DataTable
          label={t('help.list')}
          columns={useColumns()}
          rowKey={(one) => one.person_code}
          page={helpPage}
          filters={[
            { name: 'everybody', label: t('help.whom'), options: [{ value: 'true', label: t('help.everybody') }] },
          ]}
          exportName="who-needs-help"
          empty={<EmptyState title={t('help.none')} hint={t('help.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<PersonInNeed>[] {
  const t = useWords('monitor');
  const format = useFormat();
  return [
    {
      key: 'person_name',
      title: t('help.person'),
      render: (one) => <Link to={`/dispatch?assignee_code=${one.person_code}&open=true`}>{one.person_name}</Link>,
      text: (one) => one.person_name,
    },
    {
      key: 'reasons',
      title: t('help.reasons'),
      render: (one) => one.reasons.map((reason) => <div key={reason.code}>{reason.text}</div>),
      text: (one) => one.reasons.map((reason) => reason.text).join('; '),
    },
    {
      key: 'grid_code',
      title: t('help.grid'),
      render: (one) => <Link to={`/monitor/grids/${one.grid_code}`}>{one.grid_code}</Link>,
    },
    { key: 'open', title: t('funnel.open'), numeric: true },
    { key: 'overdue', title: t('funnel.overdue'), numeric: true },
    {
      key: 'today',
      title: t('help.today'),
      numeric: true,
      render: (one) => `${format.count(one.done_today)} / ${format.count(one.planned_today)}`,
    },
    { key: 'pace', title: t('funnel.pace'), numeric: true, render: (one) => format.percent(one.pace, 0) },
    { key: 'reach_rate', title: t('help.reachRate'), numeric: true, render: (one) => format.percent(one.reach_rate) },
    {
      key: 'day_closed_at',
      title: t('help.closed'),
      render: (one) =>
        one.day_closed_at ? t('help.closedAt', closedOf(one, format.dateTime(one.day_closed_at))) : '–',
    },
    { key: 'last_contact_at', title: t('help.lastContact'), render: (one) => format.dateTime(one.last_contact_at) },
  ];
}

function closedOf({ day_left, day_left_reason }: PersonInNeed, at: string) {
  return { at, left: day_left_reason ? `${day_left} (${day_left_reason})` : day_left };
}
