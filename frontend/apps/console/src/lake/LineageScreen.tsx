import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, Loaded, PageHeader, Section, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';

import { lineage, type Lineage } from './datasets';
import { tracedDataset } from './definitions';
import { around } from './layers';
import { useTitles } from './titles';
import { LineageGraph } from './parts/LineageGraph';
import { TraceBack } from './parts/TraceBack';

type Edge = Lineage['edges'][number];

/** What flows where, from the files to the decisions and back. */
export function Component() {
  const t = useWords('lake');
  const format = useFormat();
  const flow = useQuery(lineage);
  const title = useTitles();
  const asked = tracedDataset(useSearchParams()[0]);
  const columns: Column<Edge>[] = [
    {
      key: 'source',
      title: t('lineage.source'),
      render: (edge) => (
        <Link to={edge.kind === 'feed' ? `/lake/feeds/${edge.source}` : `/lake/datasets/${edge.source}`}>
          {title(edge.kind === 'feed' ? `feed:${edge.source}` : edge.source)}
        </Link>
      ),
    },
    { key: 'kind', title: t('lineage.kind'), render: (edge) => t(`lineage.kinds.${edge.kind}`) },
    {
      key: 'target',
      title: t('lineage.target'),
      render: (edge) => <Link to={`/lake/datasets/${edge.target}`}>{title(edge.target)}</Link>,
    },
  ];
  return (
    <>
      <PageHeader title={t('lineage.title')} lead={t('lineage.lead')} />
      <Loaded query={flow} rows={8}>
        {(data) =>
          data.edges.length === 0 ? (
            <Section title={t('lineage.picture')}>
              <EmptyState title={t('lineage.none')} hint={t('lineage.noneHint')} />
            </Section>
          ) : (
            <>
              <TraceBack datasets={data.datasets} />
              <Section title={t('lineage.picture')} extra={<Narrowed name={asked} />}>
                <LineageGraph lineage={asked ? around(data, asked) : data} />
              </Section>
              <Section title={t('lineage.list')}>
                <details>
                  <summary>{t('lineage.showList', { flows: format.count(data.edges.length) })}</summary>
                  <StaticTable
                    label={t('lineage.list')}
                    columns={columns}
                    rows={data.edges}
                    rowKey={(edge) => `${edge.kind} ${edge.source} ${edge.target}`}
                  />
                </details>
              </Section>
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** Says that the picture shows a part, and leads to the whole. */
function Narrowed({ name }: { name: string }) {
  const t = useWords('lake');
  const title = useTitles();
  if (!name) return null;
  return (
    <>
      {t('lineage.onlyBehind', { name: title(name) })} · <Link to="/lake/lineage">{t('lineage.whole')}</Link>
    </>
  );
}
