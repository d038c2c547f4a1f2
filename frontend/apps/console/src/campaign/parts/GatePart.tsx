import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { ErrorState, Loading, Meter, Section, StaticTable, type Column } from '@gridloop/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';

import type { GateVerdict } from '../audience';
import style from './Plan.module.css';

type Reason = GateVerdict['reasons'][number];

/** What the contact policy says of the audience: how many it holds back, and why, in words. */
export function GatePart({ asked }: { asked: UseQueryResult<GateVerdict> }) {
  const t = useWords('campaign');
  const format = useFormat();
  const verdict = asked.data;
  return (
    <Section
      title={t('part.gate')}
      lead={
        verdict &&
        t('gate.lead', {
          asked: format.count(verdict.asked),
          allowed: format.count(verdict.allowed),
          held: format.count(verdict.held),
          date: format.date(verdict.on),
        })
      }
      extra={<Link to="/contact">{t('gate.policy')}</Link>}
    >
      {asked.isError ? (
        <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
      ) : verdict ? (
        <div aria-busy={asked.isFetching} className={asked.isFetching ? style.stale : ''}>
          <Held verdict={verdict} />
        </div>
      ) : (
        <Loading rows={2} />
      )}
    </Section>
  );
}

function Held({ verdict }: { verdict: GateVerdict }) {
  const t = useWords('campaign');
  const format = useFormat();
  const language = useLanguage();
  if (verdict.reasons.length === 0) return <p>{t('gate.nobody')}</p>;
  const share = (count: number) => (verdict.asked > 0 ? count / verdict.asked : 0);
  const columns: Column<Reason>[] = [
    {
      key: 'text',
      title: t('gate.reason'),
      render: (one) => <div className={style.said}>{language === 'zh' ? one.text_zh : one.text_en}</div>,
    },
    { key: 'count', title: t('count.customers'), numeric: true, render: (one) => format.count(one.count) },
    {
      key: 'share',
      title: t('gate.share'),
      render: (one) => <Meter share={share(one.count)} text={format.percent(share(one.count))} />,
    },
  ];
  return <StaticTable label={t('part.gate')} columns={columns} rows={verdict.reasons} rowKey={(one) => one.code} />;
}
