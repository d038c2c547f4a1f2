import { useFormat, useWords } from '@gridloop/i18n';
import { FormPanel, Section, useTell } from '@gridloop/ui';
import { Form, Input } from 'antd';

import { useAcceptBatch, type BatchDetail } from '../batches';

/** A delivery that differs too much waits for a person who knows why. */
export function AcceptSection({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const tell = useTell();
  const format = useFormat();
  const accept = useAcceptBatch(batch.id);
  return (
    <Section
      title={t('accept.title')}
      lead={
        t('accept.lead') +
        (batch.held_until ? ` ${t('accept.until', { time: format.dateTime(batch.held_until) })}` : '')
      }
    >
      <FormPanel<{ reason: string }>
        verb={t('accept.verb')}
        busy={accept.isPending}
        error={accept.error}
        onSubmit={({ reason }) =>
          accept.mutate(reason, {
            onSuccess: ({ job_id }) => tell.done(t(job_id === null ? 'accept.deliverAgain' : 'accept.loading')),
          })
        }
      >
        <Form.Item name="reason" label={t('accept.reason')} required rules={[{ required: true, whitespace: true }]}>
          <Input maxLength={500} />
        </Form.Item>
      </FormPanel>
    </Section>
  );
}
