import { useWords } from '@gridloop/i18n';
import { FormPanel, useTell } from '@gridloop/ui';
import { Drawer, Form, Switch } from 'antd';

import { useTune, type AlertRule } from '../alerts';
import type { IndicatorUnit } from '../indicators';
import { LimitInput } from './LimitInput';

interface Props {
  rule: AlertRule;
  unit: IndicatorUnit | undefined;
  onClose: () => void;
}

/** Changes how strictly an indicator is watched, or leaves it unwatched. */
export function TuneDrawer({ rule, unit, onClose }: Props) {
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
        <Form.Item
          name="limit"
          label={t('rules.limit')}
          extra={t(`rules.hints.${rule.kind}`)}
          rules={[{ required: true, message: t('define.need') }]}
        >
          <LimitInput kind={rule.kind} unit={unit} />
        </Form.Item>
        <Form.Item name="active" label={t('rules.on')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </FormPanel>
    </Drawer>
  );
}
