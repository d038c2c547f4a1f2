import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import {
  EmptyState,
  Figure,
  Figures,
  Loaded,
  PageHeader,
  Section,
  State,
  StaticTable,
  type Column,
  type Tone,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { health, type Health } from './homes';

type Line = Health['jobs'][number];

const TONES: Record<Line['state'], Tone> = { ok: 'done', late: 'active', broken: 'attention' };

/** Did last night's data arrive whole? Is everything healthy? */
export function HealthHome() {
  const t = useWords('home');
  const format = useFormat();
  const keepsData = useMe().role === 'data_steward';
  const state = useQuery(health);
  return (
    <>
      <PageHeader
        title={t(keepsData ? 'steward.title' : 'administrator.title')}
        lead={[
          t(keepsData ? 'steward.lead' : 'administrator.lead'),
          state.data && t('health.asOf', { time: format.dateTime(state.data.as_of) }),
        ]
          .filter(Boolean)
          .join(' ')}
      />
      <Loaded query={state} rows={8}>
        {(data) => <Body data={data} keepsData={keepsData} />}
      </Loaded>
    </>
  );
}

/** The server names things by their API address; the screen of a thing has the same without /api. */
function screenOf(address: string): string {
  return address.replace(/^\/api(?=\/)/, '').replace(/\?.*$/, '');
}

const URGENCY: readonly Line['state'][] = ['broken', 'late', 'ok'];

function worstFirst(lines: Line[]): Line[] {
  return [...lines].sort((a, b) => URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state));
}

function Body({ data, keepsData }: { data: Health; keepsData: boolean }) {
  const t = useWords('home');
  const format = useFormat();
  const lines = [...data.jobs, ...data.feeds, ...data.datasets];
  const broken = lines.filter((line) => line.state === 'broken').length;
  const late = lines.filter((line) => line.state === 'late').length;
  const jobs = <Lines key="jobs" title={t('health.jobs')} lines={data.jobs} />;
  const feeds = <Lines key="feeds" title={t('health.feeds')} lines={data.feeds} />;
  return (
    <>
      <Figures>
        <Figure
          label={t('health.state')}
          value={t(`health.states.${data.state}`)}
          attention={data.state === 'broken'}
        />
        <Figure label={t('health.broken')} value={format.count(broken)} attention={broken > 0} />
        <Figure label={t('health.late')} value={format.count(late)} />
      </Figures>
      {keepsData ? [feeds, jobs] : [jobs, feeds]}
      <Lines title={t('health.datasets')} lines={data.datasets} />
    </>
  );
}

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  const t = useWords('home');
  const format = useFormat();
  const columns: Column<Line>[] = [
    {
      key: 'name',
      title: t('health.name'),
      render: (line) => (line.link ? <Link to={screenOf(line.link)}>{line.name}</Link> : line.name),
    },
    {
      key: 'state',
      title: t('health.state'),
      render: (line) => <State tone={TONES[line.state]}>{t(`health.states.${line.state}`)}</State>,
    },
    { key: 'text', title: t('health.text') },
    { key: 'at', title: t('health.at'), render: (line) => format.dateTime(line.at) },
  ];
  return (
    <Section title={title} flush foldable={lines.every((line) => line.state === 'ok')}>
      {lines.length === 0 ? (
        <EmptyState title={t('health.none')} />
      ) : (
        <StaticTable label={title} columns={columns} rows={worstFirst(lines)} rowKey={(line) => line.code} />
      )}
    </Section>
  );
}
