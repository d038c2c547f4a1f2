import { PLANNERS, useMe } from '@gridloop/api';
import { sayInUnit, useFormat, useNameOf, useWords } from '@gridloop/i18n';
import {
  addressWith,
  DataTable,
  EmptyState,
  FormPanel,
  Loaded,
  PageHeader,
  Section,
  useActor,
  useTell,
  type Column,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { alertsPage, customersConcerned, useSilence, useWake, type Alert } from './alerts';
import { indicatorLibrary, type Indicator } from './indicators';
import { monthAfter } from './month-after';
import { AlertRules } from './parts/AlertRules';
import { workbookOf } from './workbooks';

const SILENCERS = ['executive', 'planner', 'branch_manager', 'grid_manager'];
const OBJECTIVE_OF: Partial<Record<Indicator['domain'], string>> = { retention: 'retain', development: 'acquire' };

/** What is unusual in my grids, who is concerned, and what can be done. */
export function Component() {
  const t = useWords('metrics');
  const library = useQuery(indicatorLibrary);
  return (
    <>
      <PageHeader title={t('alerts.title')} lead={t('alerts.lead')} />
      <Loaded query={library} rows={6}>
        {(indicators) => (
          <>
            <Alerts indicators={indicators} />
            <AlertRules indicators={indicators} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Alerts({ indicators }: { indicators: Indicator[] }) {
  const t = useWords('metrics');
  const [silencing, setSilencing] = useState<Alert | null>(null);
  return (
    <Section title={t('alerts.list')} lead={t('alerts.method')} flush>
      <DataTable
        label={t('alerts.list')}
        columns={useColumns(indicators, setSilencing)}
        rowKey={(one) => String(one.id)}
        page={alertsPage}
        filters={[
          {
            name: 'state',
            label: t('alerts.state'),
            unset: t('alerts.states.open'),
            options: (['silenced', 'cleared'] as const).map((value) => ({ value, label: t(`alerts.states.${value}`) })),
          },
        ]}
        workbook={workbookOf('alerts')}
        empty={<EmptyState title={t('alerts.none')} hint={t('alerts.noneHint')} />}
      />
      {silencing && <SilenceDrawer alert={silencing} onClose={() => setSilencing(null)} />}
    </Section>
  );
}

function useColumns(indicators: Indicator[], silence: (alert: Alert) => void): Column<Alert>[] {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const actor = useActor();
  const role = useMe().role;
  const of = (alert: Alert) => indicators.find((one) => one.code === alert.indicator);
  const say = (alert: Alert) => sayInUnit(format, of(alert)?.unit ?? 'count');
  const why = (alert: Alert) =>
    t(`alerts.why.${alert.kind}`, {
      expected: say(alert)(alert.expected),
      score: format.number(Math.abs(alert.score), 1),
      share: format.percent(alert.score),
    });
  const unit = (alert: Alert) => nameOf({ name_zh: alert.org_name_zh, name_en: alert.org_name_en });
  const name = (alert: Alert) => {
    const found = of(alert);
    return found ? nameOf(found) : alert.indicator;
  };
  return [
    {
      key: 'org_code',
      title: t('alerts.grid'),
      sortable: true,
      render: (one) => <Link to={`/metrics/benchmark?org=${one.org_code}&cycle=${one.cycle}`}>{unit(one)}</Link>,
      text: unit,
    },
    {
      key: 'indicator',
      title: t('indicator.name'),
      sortable: true,
      render: (one) => (
        <Link
          to={`/metrics?org=${one.org_code}&cycle=${one.cycle}&domain=${of(one)?.domain ?? ''}&indicator=${one.indicator}`}
        >
          {name(one)}
        </Link>
      ),
      text: name,
    },
    { key: 'cycle', title: t('board.cycle'), sortable: true, render: (one) => format.month(one.cycle) },
    {
      key: 'value',
      title: t('alerts.value'),
      numeric: true,
      render: (one) => say(one)(one.value),
      text: (one) => String(one.value),
    },
    {
      key: 'why',
      title: t('alerts.reasonOf'),
      render: (one) =>
        one.state === 'silenced'
          ? t('alerts.silencedBy', {
              reason: one.reason,
              who: actor(one.silenced_by, one.silenced_by_name),
              until: format.month(one.silenced_until),
            })
          : why(one),
      text: why,
    },
    {
      key: 'act',
      title: t('alerts.act'),
      text: () => '',
      render: (one) => (
        <Space size={8} wrap>
          <Link to={customersConcerned(one)}>{t('alerts.people')}</Link>
          {PLANNERS.includes(role) && (
            <Link
              to={addressWith('/campaign/plan', {
                objective: OBJECTIVE_OF[of(one)?.domain ?? 'users'] ?? 'retain',
                org: one.org_code,
                tag: one.people,
              })}
            >
              {t('alerts.plan')}
            </Link>
          )}
          {one.state === 'silenced' && SILENCERS.includes(role) && <WakeButton alert={one} />}
          {one.state === 'open' && SILENCERS.includes(role) && (
            <Button size="small" onClick={() => silence(one)}>
              {t('alerts.silence')}
            </Button>
          )}
        </Space>
      ),
    },
  ];
}

/** The last month that stays silent, while somebody says for how long. */
function Until({ cycle }: { cycle: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const cycles = (Form.useWatch('cycles') as number | null | undefined) ?? 1;
  return <>{t('alerts.until', { month: format.month(monthAfter(cycle, cycles - 1)) })}</>;
}

function WakeButton({ alert }: { alert: Alert }) {
  const t = useWords('metrics');
  const tell = useTell();
  const wake = useWake();
  const put = () =>
    wake.mutate(alert.id, {
      onSuccess: () => tell.done(t('alerts.woken')),
      onError: (error) => tell.failed(error),
    });
  return (
    <Button size="small" loading={wake.isPending} onClick={put}>
      {t('alerts.wake')}
    </Button>
  );
}

function SilenceDrawer({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const t = useWords('metrics');
  const tell = useTell();
  const silence = useSilence();
  const submit = (given: { reason: string; cycles: number }) =>
    silence.mutate(
      { id: alert.id, ...given },
      {
        onSuccess: () => {
          tell.done(t('alerts.silenced'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t('alerts.silence')}>
      <FormPanel<{ reason: string; cycles: number }>
        verb={t('alerts.silence')}
        busy={silence.isPending}
        error={silence.error}
        initial={{ cycles: 1 }}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item name="reason" label={t('tag.reason')} rules={[{ required: true, message: t('tag.reasonNeed') }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
        <Form.Item name="cycles" label={t('alerts.cycles')} extra={<Until cycle={alert.cycle} />}>
          <InputNumber min={1} max={12} />
        </Form.Item>
      </FormPanel>
    </Drawer>
  );
}
