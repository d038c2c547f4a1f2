import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, FormPanel, Stack, useTell } from '@gridloop/ui';
import { Drawer, Form, InputNumber } from 'antd';

import { useCloseCycle, type Cycle } from '../cycles';
import { WaitingFor } from './WaitingFor';

interface Said {
  yuan: number;
}

const FEN_PER_YUAN = 100;
const DEAREST_YUAN = 1000;

/** Closes a cycle: all lines are posted and everybody's confirmed points are paid, once. */
export function CloseDrawer({ cycle, onClose }: { cycle: Cycle; onClose: () => void }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const tell = useTell();
  const close = useCloseCycle();
  const submit = ({ yuan }: Said) =>
    close.mutate(
      { cycle: cycle.cycle, fenPerPoint: Math.round(yuan * FEN_PER_YUAN) },
      {
        onSuccess: ({ people, pay_total_fen: paid }) => {
          tell.done(t('close.done', { people: format.count(people), money: format.money(paid) }));
          onClose();
        },
      },
    );
  return (
    <Drawer
      open
      onClose={onClose}
      size="min(520px, 100vw)"
      title={t('close.title', { cycle: format.month(cycle.cycle) })}
    >
      <Stack>
        <p>{t('close.lead')}</p>
        <Facts
          facts={[
            { label: t('cycles.people'), value: format.count(cycle.people) },
            { label: t('account.confirmed'), value: format.fixed(cycle.confirmed, 1) },
            { label: t('account.held'), value: format.fixed(cycle.held, 1) },
            { label: t('close.staysOpen'), value: <WaitingFor cycle={cycle} /> },
          ]}
        />
        <FormPanel<Said>
          verb={t('close.verb')}
          initial={{ yuan: cycle.fen_per_point / FEN_PER_YUAN }}
          busy={close.isPending}
          error={close.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          <Form.Item
            name="yuan"
            label={t('close.price')}
            extra={t('close.priceNote')}
            rules={[{ required: true, message: t('close.needPrice') }]}
          >
            <InputNumber min={0} max={DEAREST_YUAN} precision={2} style={{ width: '100%' }} />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}
