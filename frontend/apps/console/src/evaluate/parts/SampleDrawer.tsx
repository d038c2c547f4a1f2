import { useFormat, useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Form, InputNumber, Select } from 'antd';

import { knownCycles } from '../cycles';
import { useDrawSample, type Sample } from '../truth';

const USUAL_SIZE = 50;
const LARGEST = 2000;

/** Draws reports of a cycle at random, for a call-back to the customers. */
export function SampleDrawer({ cycle, onClose }: { cycle: string; onClose: () => void }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const tell = useTell();
  const draw = useDrawSample();
  const cycles = useQuery(knownCycles).data ?? [];
  const submit = (wish: Sample) =>
    draw.mutate(wish, {
      onSuccess: ({ drawn, new: fresh }) => {
        tell.done(t('sample.done', { drawn: format.count(drawn), fresh: format.count(fresh) }));
        onClose();
      },
    });
  return (
    <Drawer open onClose={onClose} size="min(480px, 100vw)" title={t('sample.open')}>
      <Stack>
        <p>{t('sample.lead')}</p>
        <FormPanel<Sample>
          verb={t('sample.verb')}
          initial={{ cycle, size: USUAL_SIZE }}
          busy={draw.isPending}
          error={draw.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          <Form.Item name="cycle" label={t('cycle.cycle')} rules={[{ required: true, message: t('cycle.choose') }]}>
            <Select options={cycles.map((value) => ({ value, label: format.month(value) }))} />
          </Form.Item>
          <Form.Item name="size" label={t('sample.size')} rules={[{ required: true, message: t('sample.needSize') }]}>
            <InputNumber min={1} max={LARGEST} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}
