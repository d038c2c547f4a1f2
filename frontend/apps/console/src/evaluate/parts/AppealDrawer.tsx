import { useFormat, useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { Drawer, Form, Input, Select } from 'antd';

import { useAppeal, type Objection } from '../appeals';
import type { PersonPoints } from '../points';

type Said = Pick<Objection, 'rule' | 'text'>;

/** Objects to what one rule gave oneself in a cycle. */
export function AppealDrawer({ points, onClose }: { points: PersonPoints; onClose: () => void }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const tell = useTell();
  const appeal = useAppeal();
  const submit = (said: Said) =>
    appeal.mutate(
      { ...said, cycle: points.cycle },
      {
        onSuccess: () => {
          tell.done(t('appeal.sent'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(520px, 100vw)" title={t('appeal.open')}>
      <Stack>
        <p>{t('appeal.lead', { cycle: format.month(points.cycle) })}</p>
        <FormPanel<Said>
          verb={t('appeal.verb')}
          busy={appeal.isPending}
          error={appeal.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          <Form.Item name="rule" label={t('appeal.about')} rules={[{ required: true, message: t('appeal.needRule') }]}>
            <Select options={points.components.map((one) => ({ value: one.rule, label: one.name }))} />
          </Form.Item>
          <Form.Item
            name="text"
            label={t('appeal.text')}
            rules={[{ required: true, min: 5, max: 1000, whitespace: true, message: t('appeal.needText') }]}
          >
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}
