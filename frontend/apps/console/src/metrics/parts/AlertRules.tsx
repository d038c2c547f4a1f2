import { useMe } from '@gridloop/api';
import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { FormPanel, Loaded, Section, State, StaticTable, useTell, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, InputNumber, Switch } from 'antd';
import { useState } from 'react';

import { alertRules, useTune, type AlertRule } from '../alerts';
import type { Indicator } from '../indicators';

/** What is watched in every grid, and how strictly. */
export function AlertRules({ indicators }: { indicators: Indicator[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const rules = useQuery(alertRules);
  const mayTune = useMe().role === 'planner';
  const [tuning, setTuning] = useState<AlertRule | null>(null);
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
    { key: 'tuned', title: t('rules.tuned'), render: (rule) => (rule.tuned ? t('rules.byUs') : t('tag.shipped')) },
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
    <Section title={t('rules.title')} lead={t('rules.lead')} flush>
      <Loaded query={rules}>
        {(rows) => <StaticTable label={t('rules.title')} columns={columns} rows={rows} rowKey={(rule) => rule.code} />}
      </Loaded>
      {tuning && <TuneDrawer rule={tuning} onClose={() => setTuning(null)} />}
    </Section>
  );
}

function TuneDrawer({ rule, onClose }: { rule: AlertRule; onClose: () => void }) {
  const t = useWords('metrics');
  const tell = useTell();
  const tune = useTune();
  const submit = (given: { limit: number; active: boolean }) =>
    tune.mutate(
      { code: rule.code, ...given },
      {
        onSuccess: () => {
          tell.done(t('rules.done'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t('rules.tune')}>
      <FormPanel<{ limit: number; active: boolean }>
        verb={t('rules.tune')}
        busy={tune.isPending}
        error={tune.error}
        initial={{ limit: rule.limit, active: rule.active }}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item name="limit" label={t('rules.limit')} extra={t(`rules.hints.${rule.kind}`)}>
          <InputNumber style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="active" label={t('rules.on')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </FormPanel>
    </Drawer>
  );
}
