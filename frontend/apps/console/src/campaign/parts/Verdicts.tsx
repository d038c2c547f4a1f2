import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { BarChart, EmptyState, Loaded, Section, Stack, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Grid } from 'antd';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';

import { verdicts, type VerdictCount } from '../targets';
import style from './Plan.module.css';

/** Letters of a bar's name on a phone; the table below has them all. */
const SHORT = 14;

interface Props {
  code: string;
  model: string;
}

/** The whole audience, accounted for; every number leads to its rows, or to where the matter is decided. */
export function Verdicts({ code, model }: Props) {
  const t = useWords('campaign');
  const format = useFormat();
  const summary = useQuery(verdicts(code));
  return (
    <Section
      title={t('verdicts.title')}
      lead={summary.data && t('verdicts.lead', { total: format.count(summary.data.total) })}
    >
      <Loaded query={summary}>
        {(data) =>
          data.total === 0 ? (
            <EmptyState title={t('verdicts.none')} />
          ) : (
            <Accounted rows={data.verdicts} total={data.total} code={code} model={model} />
          )
        }
      </Loaded>
    </Section>
  );
}

function Accounted({ rows, total, code, model }: Props & { rows: VerdictCount[]; total: number }) {
  const t = useWords('campaign');
  const format = useFormat();
  const language = useLanguage();
  const go = useNavigate();
  const sorted = useMemo(() => [...rows].sort((one, other) => other.count - one.count), [rows]);
  const say = useCallback((row: VerdictCount) => (language === 'zh' ? row.text_zh : row.text_en), [language]);
  const where = useCallback((row: VerdictCount) => whereOf(row, code, model), [code, model]);
  const pick = useCallback(
    (index: number) => {
      const row = sorted[index];
      if (row) void go(customersOf(row, code));
    },
    [go, sorted, code],
  );
  const narrow = !Grid.useBreakpoint().md;
  const bars = useMemo(
    () =>
      sorted.map((row, index) => ({
        name: narrow ? `${index + 1}. ${shortened(say(row))}` : say(row),
        value: row.count,
      })),
    [sorted, say, narrow],
  );
  const columns: Column<VerdictCount>[] = [
    { key: 'text', title: t('verdicts.verdict'), render: (row) => <div className={style.said}>{say(row)}</div> },
    {
      key: 'count',
      title: t('count.customers'),
      numeric: true,
      render: (row) => <Link to={customersOf(row, code)}>{format.count(row.count)}</Link>,
    },
    { key: 'share', title: t('gate.share'), numeric: true, render: (row) => format.percent(row.count / total) },
    {
      key: 'where',
      title: t('verdicts.where'),
      render: (row) => <Link to={where(row)}>{t(`verdicts.to.${row.verdict}`)}</Link>,
    },
  ];
  return (
    <Stack>
      <BarChart
        label={t('verdicts.title')}
        bars={bars}
        heads={[t('verdicts.verdict'), t('count.customers')]}
        format={format.count}
        onPick={pick}
      />
      <StaticTable
        label={t('verdicts.title')}
        columns={columns}
        rows={sorted}
        rowKey={(row) => `${row.verdict}:${row.reason}`}
      />
    </Stack>
  );
}

/** The customers behind a number: targets are rows of their own, all others are listed by what was decided. */
function customersOf({ verdict, reason }: VerdictCount, code: string): string {
  const here = `/campaign/campaigns/${code}`;
  if (verdict === 'chosen') return `${here}?t.arm=treated#targets`;
  if (verdict === 'control') return `${here}?t.arm=control#targets`;
  return `${here}?${new URLSearchParams({ verdict, reason }).toString()}#verdict`;
}

/** Where it was decided: the policy, the model, the plan. */
function whereOf(row: VerdictCount, code: string, model: string): string {
  const { verdict } = row;
  const here = `/campaign/campaigns/${code}`;
  const places: Record<string, string> = {
    chosen: customersOf(row, code),
    control: customersOf(row, code),
    held: '/contact',
    global_control: '/contact',
    no_offer: '/catalog',
    no_assignee: '/territory/check',
    not_worth_it: model ? `/mining/models/${model}` : '/mining',
  };
  return places[verdict] ?? `${here}#plan`;
}

/** What differs from bar to bar: the reason, where there is one. */
function shortened(text: string): string {
  const told = /[（(](.+)[)）]$/.exec(text)?.[1] ?? text;
  return told.length > SHORT ? `${told.slice(0, SHORT)}…` : told;
}
