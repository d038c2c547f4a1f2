import { useMe } from '@gridloop/api';
import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Loaded, PageHeader, Section, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { goalsPage, type Goal } from './goals';
import { indicatorLibrary, type Indicator } from './indicators';
import { GoalDrawer } from './parts/GoalDrawer';

const SETTERS = ['executive', 'planner', 'branch_manager', 'grid_manager'];

/** Numbers to reach, by unit or person and cycle. */
export function Component() {
  const t = useWords('metrics');
  const library = useQuery(indicatorLibrary);
  const maySet = SETTERS.includes(useMe().role);
  const [setting, setSetting] = useState(false);
  return (
    <>
      <PageHeader
        title={t('goals.title')}
        lead={t('goals.lead')}
        actions={
          maySet && (
            <Button type="primary" onClick={() => setSetting(true)}>
              {t('goals.set')}
            </Button>
          )
        }
      />
      <Loaded query={library}>
        {(indicators) => (
          <>
            <Goals indicators={indicators} />
            {setting && <GoalDrawer indicators={indicators} onClose={() => setSetting(false)} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function Goals({ indicators }: { indicators: Indicator[] }) {
  const t = useWords('metrics');
  const actor = useActor();
  const format = useFormat();
  const nameOf = useNameOf();
  const of = (goal: Goal) => indicators.find((one) => one.code === goal.indicator);
  const columns: Column<Goal>[] = [
    {
      key: 'indicator',
      title: t('indicator.name'),
      render: (goal) => {
        const indicator = of(goal);
        return indicator ? nameOf(indicator) : goal.indicator;
      },
    },
    {
      key: 'whose',
      title: t('goals.whose'),
      render: (goal) =>
        goal.person_code || (
          <Link to={`/metrics?org=${goal.org_code}&indicator=${goal.indicator}`}>{goal.org_code}</Link>
        ),
      text: (goal) => goal.person_code || goal.org_code,
    },
    { key: 'cycle', title: t('board.cycle'), render: (goal) => format.month(goal.cycle) },
    {
      key: 'value',
      title: t('goals.value'),
      numeric: true,
      render: (goal) => sayInUnit(format, of(goal)?.unit ?? 'count')(goal.value),
      text: (goal) => String(goal.value),
    },
    { key: 'set_by', title: t('goals.setBy'), render: (goal) => actor(goal.set_by, goal.set_by_name) },
  ];
  const filter = indicators.map((one) => ({ value: one.code, label: nameOf(one) }));
  return (
    <Section title={t('goals.list')} flush>
      <DataTable
        label={t('goals.list')}
        columns={columns}
        rowKey={(goal) => String(goal.id)}
        page={goalsPage}
        filters={[{ name: 'indicator', label: t('indicator.name'), options: filter }]}
        exportName="goals"
        empty={<EmptyState title={t('goals.none')} hint={t('goals.noneHint')} />}
      />
    </Section>
  );
}
