import { useFormat, useWords } from '@gridloop/i18n';
import {
  Columns,
  DataTable,
  EmptyState,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  StaticTable,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { useTerritoryFilters } from './filters';
import { conflictsPage, ownershipCheck, type Conflict, type OwnershipCheck } from './ownership';

const MUST_BE_NONE = ['without_owner', 'owned_twice', 'unknown_grid', 'wrong_assignee'] as const;

/** Does every customer have exactly one owner, by a rule that can be told? */
export function Component() {
  const t = useWords('territory');
  const format = useFormat();
  const check = useQuery(ownershipCheck);
  return (
    <>
      <PageHeader
        title={t('check.title')}
        lead={
          check.data?.as_of
            ? t('check.asOf', { date: format.date(check.data.as_of), time: format.dateTime(check.data.derived_at) })
            : t('check.lead')
        }
      />
      <Loaded query={check}>
        {(result) =>
          result.as_of ? <Result check={result} /> : <EmptyState title={t('check.none')} hint={t('check.noneHint')} />
        }
      </Loaded>
    </>
  );
}

function Result({ check }: { check: OwnershipCheck }) {
  const t = useWords('territory');
  const format = useFormat();
  return (
    <>
      <Figures>
        <Figure label={t('check.customers')} value={format.count(check.customers)} to="/territory/customers" />
        <Figure label={t('check.owned')} value={format.count(check.owned)} />
        {MUST_BE_NONE.map((name) => (
          <Figure
            key={name}
            label={t(`check.${name}`)}
            value={format.count(check[name])}
            note={t('check.mustBeNone')}
            attention={check[name] > 0}
          />
        ))}
        <Figure label={t('check.withoutAssignee')} value={format.count(check.without_assignee)} />
      </Figures>
      <Side alone={check.left_out.length === 0}>
        <Section title={t('check.rules')} lead={t('check.rulesLead')} flush>
          <Rules check={check} />
        </Section>
        {check.left_out.length > 0 && (
          <Section title={t('check.leftOut')} lead={t('check.leftOutLead')}>
            <ul>
              {check.left_out.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Section>
        )}
      </Side>
      <Conflicts check={check} />
    </>
  );
}

/** Beside each other, or alone over the whole width. */
function Side({ alone, children }: { alone: boolean; children: ReactNode }) {
  return alone ? children : <Columns>{children}</Columns>;
}

function Rules({ check }: { check: OwnershipCheck }) {
  const t = useWords('territory');
  const format = useFormat();
  type Rule = OwnershipCheck['rules'][number];
  const columns: Column<Rule>[] = [
    { key: 'name', title: t('customer.rule') },
    { key: 'explanation', title: t('check.explanation') },
    {
      key: 'customers',
      title: t('grid.customers'),
      numeric: true,
      render: (one) => <Link to={`/territory/customers?rule=${one.rule}`}>{format.count(one.customers)}</Link>,
    },
  ];
  return <StaticTable label={t('check.rules')} columns={columns} rows={check.rules} rowKey={(one) => one.rule} />;
}

function Conflicts({ check }: { check: OwnershipCheck }) {
  const t = useWords('territory');
  const names = new Map<string, string>(check.conflicts.map((one) => [one.kind, one.name]));
  const columns: Column<Conflict>[] = [
    {
      key: 'customer_id',
      title: t('customer.id'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_id}</Link>,
    },
    { key: 'kind', title: t('conflict.kind'), render: (one) => names.get(one.kind) ?? one.kind },
    { key: 'explanation', title: t('conflict.explanation') },
    { key: 'given_place_code', title: t('conflict.given') },
    { key: 'found_place_code', title: t('conflict.found') },
    { key: 'grid_code', title: t('conflict.grid') },
    { key: 'other_grid_code', title: t('conflict.otherGrid') },
  ];
  const kinds = check.conflicts.map((one) => ({ value: one.kind, label: `${one.name} (${one.customers})` }));
  return (
    <Section title={t('conflict.title')} lead={t('conflict.lead')} flush>
      <DataTable
        label={t('conflict.title')}
        columns={columns}
        rowKey={(one) => `${one.customer_id} ${one.kind}`}
        page={conflictsPage}
        filters={[{ name: 'kind', label: t('conflict.kind'), options: kinds }, ...useTerritoryFilters('grid_code')]}
        exportName="ownership-conflicts"
        empty={<EmptyState title={t('conflict.none')} />}
      />
    </Section>
  );
}
