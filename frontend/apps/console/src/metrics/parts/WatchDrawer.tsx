import { useNameOf, useWords } from '@gridloop/i18n';
import { FormPanel, useTell } from '@gridloop/ui';
import { Drawer, Form, Select } from 'antd';

import { useWatch, type AlertRule } from '../alerts';
import type { Indicator } from '../indicators';
import { LimitInput } from './LimitInput';

const KINDS = ['anomaly', 'above', 'below', 'goal'] as const;
/** What is usual, until somebody knows better. */
const USUAL: Partial<Record<AlertRule['kind'], number>> = { anomaly: 3.5, goal: 0.95 };

interface Wish {
  indicator: string;
  kind: AlertRule['kind'];
  limit: number;
}

/** A rule of the operator's own: any indicator, one's own too, is watched in every grid. */
export function WatchDrawer({ indicators, onClose }: { indicators: Indicator[]; onClose: () => void }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const tell = useTell();
  const watch = useWatch();
  const [form] = Form.useForm<Wish>();
  const code = Form.useWatch('indicator', form);
  const kind = Form.useWatch('kind', form) ?? 'anomaly';
  const unit = indicators.find((one) => one.code === code)?.unit;
  const need = [{ required: true, message: t('define.need') }];
  const submit = (wish: Wish) =>
    watch.mutate(wish, {
      onSuccess: () => {
        tell.done(t('rules.done'));
        onClose();
      },
    });
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t('rules.add')}>
      <FormPanel<Wish>
        form={form}
        verb={t('rules.add')}
        busy={watch.isPending}
        error={watch.error}
        initial={{ kind: 'anomaly', limit: 3.5 }}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item name="indicator" label={t('indicator.name')} rules={need}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={indicators.map((one) => ({ value: one.code, label: nameOf(one) }))}
          />
        </Form.Item>
        <Form.Item name="kind" label={t('rules.kind')} rules={need}>
          <Select
            options={KINDS.map((value) => ({ value, label: t(`rules.kinds.${value}`) }))}
            onChange={(next: AlertRule['kind']) => form.setFieldValue('limit', USUAL[next] ?? null)}
          />
        </Form.Item>
        <Form.Item name="limit" label={t('rules.limit')} extra={t(`rules.hints.${kind}`)} rules={need}>
          <LimitInput kind={kind} unit={unit} />
        </Form.Item>
      </FormPanel>
    </Drawer>
  );
}
