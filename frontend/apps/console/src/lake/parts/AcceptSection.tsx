import { useFormat, useWords } from '@gridloop/i18n';
import { ProblemAlert, Section, Stack, useTell } from '@gridloop/ui';
import { Button, Input } from 'antd';
import { useState } from 'react';

import { useAcceptBatch, useRefuseBatch, type BatchDetail } from '../batches';
import { Field } from './ContractColumnDrawer';
import style from './ContractEditor.module.css';

/** A delivery that differs too much waits for a person who has asked the source: right, or wrong? */
export function AcceptSection({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const tell = useTell();
  const format = useFormat();
  const accept = useAcceptBatch(batch.id);
  const refuse = useRefuseBatch(batch.id);
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '';
  const error = accept.error ?? refuse.error;
  return (
    <Section
      title={t('accept.title')}
      lead={
        t('accept.lead') +
        (batch.held_until ? ` ${t('accept.until', { time: format.dateTime(batch.held_until) })}` : '')
      }
    >
      <Stack>
        <Field label={t('accept.reason')} hint={ready ? '' : t('accept.reasonFirst')}>
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {error && <ProblemAlert error={error} />}
        <div className={style.actions}>
          <Button
            type="primary"
            disabled={!ready || refuse.isPending}
            loading={accept.isPending}
            onClick={() =>
              accept.mutate(reason, {
                onSuccess: ({ job_id }) => tell.done(t(job_id === null ? 'accept.deliverAgain' : 'accept.loading')),
              })
            }
          >
            {t('accept.verb')}
          </Button>
          <Button
            danger
            disabled={!ready || accept.isPending}
            loading={refuse.isPending}
            onClick={() => refuse.mutate(reason, { onSuccess: () => tell.done(t('accept.refused')) })}
          >
            {t('accept.refuse')}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
