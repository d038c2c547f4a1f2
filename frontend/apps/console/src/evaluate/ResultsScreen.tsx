import { SELLERS, useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Navigate, useSearchParams } from 'react-router';

import { CycleChoice } from './parts/CycleChoice';
import { CycleSummary } from './parts/CycleSummary';
import { useResultColumns } from './parts/result-columns';
import { newestEvaluated, resultsPage, summaryOf, VERDICTS } from './results';
import { useCycle } from './useCycle';

/** What the campaigns of a cycle were worth. Who sells is led to his own points. */
export function Component() {
  const me = useMe();
  if (SELLERS.includes(me.role)) return <Navigate to={`/evaluate/points/${me.person_code ?? ''}`} replace />;
  return <Newest />;
}

/** Without a cycle in the address: the newest one in which a campaign was evaluated. */
function Newest() {
  const t = useWords('evaluate');
  const [params] = useSearchParams();
  const newest = useQuery(newestEvaluated);
  const present = useCycle();
  const asked = params.get('cycle');
  if (asked) return <Results cycle={asked} />;
  return (
    <Loaded query={newest} header={<PageHeader title={t('results.title')} lead={t('results.lead')} />}>
      {(cycle) => <Results cycle={cycle ?? present} />}
    </Loaded>
  );
}

function Results({ cycle }: { cycle: string }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const page = useMemo(() => resultsPage(cycle), [cycle]);
  const summary = useQuery({ ...summaryOf(cycle), enabled: cycle !== '' });
  const verdicts = VERDICTS.map((value) => ({ value, label: t(`verdict.${value}.short`) }));
  return (
    <>
      <PageHeader title={t('results.title')} lead={t('results.lead')} actions={<CycleChoice cycle={cycle} />} />
      <Loaded query={summary}>{(sum) => <CycleSummary summary={sum} />}</Loaded>
      <Section title={t('results.list', { cycle: format.month(cycle) })} lead={t('results.note')} flush>
        <DataTable
          label={t('results.list', { cycle: format.month(cycle) })}
          columns={useResultColumns()}
          rowKey={(row) => row.campaign_code}
          page={page}
          search={t('results.search')}
          filters={[{ name: 'verdict', label: t('result.verdict'), options: verdicts }]}
          exportName={`campaign-results-${cycle}`}
          empty={<EmptyState title={t('results.none')} hint={t('results.noneHint')} />}
        />
      </Section>
    </>
  );
}
