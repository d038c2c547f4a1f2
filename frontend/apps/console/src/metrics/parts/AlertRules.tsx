import { useMe } from '@gridloop/api';
import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Loaded, Section, State, StaticTable, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { alertRules, type AlertRule } from '../alerts';
import type { Indicator } from '../indicators';
import { TuneDrawer } from './TuneDrawer';
import { WatchDrawer } from './WatchDrawer';

/** What is watched in every grid, and how strictly. */
export function AlertRules({ indicators }: { indicators: Indicator[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const rules = useQuery(alertRules);
  const mayTune = useMe().role === 'planner';
  const [tuning, setTuning] = useState<AlertRule | null>(null);
  const [adding, setAdding] = useState(false);
  const of = (rule: AlertRule) => indicators.find((one) => one.code === rule.indicator);
  const limit = (rule: AlertRule) => {
    if (rule.kind === 'anomaly') return t('rules.deviations', { limit: format.number(rule.limit, 1) });
    if (rule.kind === 'goal') return format.percent(rule.limit);
    return sayInUnit(format, of(rule)?.unit ?? 'count')(rule.limit);
  };
  const columns: Column<AlertRule>[] = [
    {
      key: 'indicator',
      title: t('indicator.name'),
      render: (rule) => {
        const found = of(rule);
        return found ? nameOf(found) : rule.indicator;
      },
    },
    { key: 'kind', title: t('rules.kind'), render: (rule) => t(`rules.kinds.${rule.kind}`) },
    { key: 'limit', title: t('rules.limit'), numeric: true, render: limit },
    {
      key: 'active',
      title: t('alerts.state'),
      render: (rule) => (
        <State tone={rule.active ? 'active' : 'idle'}>{t(rule.active ? 'rules.on' : 'rules.off')}</State>
      ),
    },
    {
      key: 'tuned',
      title: t('rules.tuned'),
      render: (rule) => t(rule.code.includes('.') ? 'tag.own' : rule.tuned ? 'rules.byUs' : 'tag.shipped'),
    },
  ];
  if (mayTune)
    columns.push({
      key: 'act',
      title: '',
      render: (rule) => (
        <Button size="small" onClick={() => setTuning(rule)}>
          {t('rules.tune')}
        </Button>
      ),
    });
  return (
    <Section
      title={t('rules.title')}
      lead={t('rules.lead')}
      extra={mayTune && <Button onClick={() => setAdding(true)}>{t('rules.add')}</Button>}
      flush
    >
      <Loaded query={rules}>
        {(rows) => <StaticTable label={t('rules.title')} columns={columns} rows={rows} rowKey={(rule) => rule.code} />}
      </Loaded>
      {tuning && <TuneDrawer rule={tuning} unit={of(tuning)?.unit} onClose={() => setTuning(null)} />}
      {adding && <WatchDrawer indicators={indicators} onClose={() => setAdding(false)} />}
    </Section>
  );
}
