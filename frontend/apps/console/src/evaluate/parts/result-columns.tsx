import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import type { Column } from '@gridloop/ui';
import { Link } from 'react-router';

import type { ResultRow } from '../results';
import style from './Interval.module.css';
import { IntervalText } from './IntervalText';
import { VerdictMark } from './VerdictMark';

/** The columns of the campaigns' results. */
export function useResultColumns(): Column<ResultRow>[] {
  const t = useWords('evaluate');
  const format = useFormat();
  const nameOf = useNameOf();
  const percent = (value: number) => format.percent(value, 0);
  const rate = (part: number, whole: number) => format.percent(whole ? part / whole : null);
  // Before any evidence nobody has looked: that is no rate of 0.
  const both = (successes: number, customers: number, judged: boolean) => (
    <>
      <span className={style.estimate}>{judged ? rate(successes, customers) : rate(0, 0)}</span>
      <span className={style.range}>
        {t('result.of', { part: format.count(successes), whole: format.count(customers) })}
      </span>
    </>
  );
  return [
    {
      key: 'campaign_code',
      title: t('result.campaign'),
      sortable: true,
      narrow: true,
      render: (row) => <Link to={`/evaluate/results/${row.campaign_code}`}>{nameOf(row)}</Link>,
      text: (row) => `${row.campaign_code} ${nameOf(row)}`,
    },
    {
      key: 'contacted',
      title: t('result.contacted'),
      numeric: true,
      render: (row) => (
        <>
          <span className={style.estimate}>{format.count(row.contacted)}</span>
          <span className={style.range}>{format.percent(row.contact_rate)}</span>
        </>
      ),
      text: (row) => String(row.contacted),
    },
    {
      key: 'treated',
      title: t('result.treatedSuccesses'),
      numeric: true,
      sortable: true,
      render: (row) => both(row.treated_successes, row.treated, row.verdict !== 'no_evidence'),
      text: (row) => `${row.treated_successes} / ${row.treated}`,
    },
    {
      key: 'control',
      title: t('result.controlSuccesses'),
      numeric: true,
      render: (row) => both(row.control_successes, row.control, row.verdict !== 'no_evidence'),
      text: (row) => `${row.control_successes} / ${row.control}`,
    },
    {
      key: 'incremental_successes',
      title: t('result.incrementalSuccesses'),
      numeric: true,
      render: (row) => <IntervalText interval={row.incremental_successes} say={format.number} />,
      text: (row) => String(row.incremental_successes?.estimate ?? ''),
    },
    {
      key: 'incremental_revenue_fen',
      title: t('result.incrementalRevenue'),
      numeric: true,
      render: (row) => <IntervalText interval={row.incremental_revenue_fen} say={format.shortMoney} />,
      text: (row) => (row.incremental_revenue_fen ? String(row.incremental_revenue_fen.estimate / 100) : ''),
    },
    {
      key: 'cost_fen',
      title: t('result.cost'),
      numeric: true,
      render: (row) => format.shortMoney(row.cost_fen),
      text: (row) => String(row.cost_fen / 100),
    },
    {
      key: 'roi',
      title: t('result.roi'),
      numeric: true,
      render: (row) => <IntervalText interval={row.roi} say={percent} />,
      text: (row) => String(row.roi?.estimate ?? ''),
    },
    {
      key: 'verdict',
      title: t('result.verdict'),
      sortable: true,
      render: (row) => <VerdictMark verdict={row.verdict} text={t(`verdict.${row.verdict}.short`)} />,
      text: (row) => row.verdict_text,
    },
  ];
}
