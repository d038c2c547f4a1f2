import { useFormat, useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';

import { useSwitchOff, type Phone } from '../phones';

/** Switching one phone off, with the reason why. */
export function SwitchOff({ phone }: { phone: Phone }) {
  const t = useWords('field');
  const [asking, setAsking] = useState(false);
  if (phone.revoked_at) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('off.open')}
      </Button>
      {asking && <Asking phone={phone} onClose={() => setAsking(false)} />}
    </>
  );
}

function Asking({ phone, onClose }: { phone: Phone; onClose: () => void }) {
  const t = useWords('field');
  const format = useFormat();
  const tell = useTell();
  const off = useSwitchOff(phone.device_id);
  const done = () => {
    tell.done(t('off.done', { name: phone.person_name }));
    onClose();
  };
  return (
    <Modal open title={t('off.title', { name: phone.person_name })} footer={null} onCancel={onClose}>
      <Stack>
        <p>{t('off.meaning', { label: phone.label || t('phone.unnamed'), at: format.dateTime(phone.last_seen) })}</p>
        <FormPanel<{ reason: string }>
          verb={t('off.open')}
          busy={off.isPending}
          error={off.error}
          onSubmit={(said) => off.mutate(said, { onSuccess: done })}
          onCancel={onClose}
        >
          <Form.Item
            name="reason"
            label={t('off.reason')}
            rules={[{ required: true, whitespace: true, message: t('off.needReason') }]}
          >
            <Input.TextArea rows={2} maxLength={200} autoFocus />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Modal>
  );
}
