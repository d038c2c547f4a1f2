import { useFormat, useWords } from '@gridloop/i18n';
import { FormPanel, Loaded, Stack, State, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Form, Input } from 'antd';
import { Fragment, useState } from 'react';
import { Link } from 'react-router';

import { rollbackPlan, useRollBack, type BatchDetail, type RollbackPlan } from '../batches';
import { useTitles } from '../titles';

/** Takes a batch back: shows what that means before a reason is asked for. */
export function RollBack({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('rollback.open')}
      </Button>
      {open && (
        <Drawer
          open
          onClose={() => setOpen(false)}
          size="min(520px, 100vw)"
          title={t('rollback.title', { file: batch.file_name })}
        >
          <Plan batch={batch} onClose={() => setOpen(false)} />
        </Drawer>
      )}
    </>
  );
}

function Plan({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const t = useWords('lake');
  const tell = useTell();
  const format = useFormat();
  const plan = useQuery(rollbackPlan(batch.id));
  const rollBack = useRollBack(batch.id);
  const submit = ({ reason }: { reason: string }) =>
    rollBack.mutate(reason, {
      onSuccess: ({ phones_forgotten: phones }) => {
        tell.done(phones > 0 ? t('rollback.phones', { customers: format.count(phones) }) : t('rollback.done'));
        onClose();
      },
    });
  return (
    <Stack>
      <p>{t('rollback.lead')}</p>
      <Loaded query={plan} rows={3}>
        {(found) =>
          found.blocking.length > 0 ? (
            <Blocking plan={found} />
          ) : (
            <Stack>
              <Meaning plan={found} batchId={batch.id} />
              <FormPanel<{ reason: string }>
                verb={t('rollback.verb')}
                busy={rollBack.isPending}
                error={rollBack.error}
                onSubmit={submit}
                onCancel={onClose}
              >
                <Form.Item
                  name="reason"
                  label={t('rollback.reason')}
                  required
                  rules={[{ required: true, whitespace: true }]}
                >
                  <Input maxLength={500} />
                </Form.Item>
              </FormPanel>
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  );
}

function Blocking({ plan }: { plan: RollbackPlan }) {
  const t = useWords('lake');
  const title = useTitles();
  return (
    <div>
      <State tone="attention">{t('rollback.blockedTitle')}</State>
      {plan.blocking.map((one) => (
        <p key={`${one.dataset} ${String(one.version)}`}>
          {one.batch_id === null ? (
            t('rollback.overwritten', { dataset: title(one.dataset), version: one.version })
          ) : (
            <>
              {t('rollback.blocked', { dataset: title(one.dataset) })}{' '}
              <Link to={`/lake/batches/${String(one.batch_id)}`}>{one.file_name}</Link>
            </>
          )}
        </p>
      ))}
    </div>
  );
}

function Meaning({ plan, batchId }: { plan: RollbackPlan; batchId: number }) {
  const t = useWords('lake');
  const title = useTitles();
  const others = plan.batches.filter((one) => one.id !== batchId);
  return (
    <>
      {plan.datasets.length === 0 && <p>{t('rollback.nothing')}</p>}
      {plan.datasets.length > 0 && <strong>{t('rollback.parts')}</strong>}
      <ul>
        {plan.datasets.map((one) => (
          <li key={one.dataset}>
            <Link to={`/lake/datasets/${one.dataset}`}>{title(one.dataset)}</Link>:{' '}
            {one.parts.map((part) => (part === 'all' ? t('rollback.whole') : part.slice(0, 7))).join(', ')}
          </li>
        ))}
      </ul>
      {plan.worked_out.length > 0 && (
        <>
          <strong>{t('rollback.behind')}</strong>
          <p>
            {plan.worked_out.map((name, at) => (
              <Fragment key={name}>
                {at > 0 && ' · '}
                <Link to={`/lake/datasets/${name}`}>{title(name)}</Link>
              </Fragment>
            ))}
          </p>
          <p>{t('rollback.behindHint')}</p>
        </>
      )}
      {others.length > 0 && (
        <>
          <strong>{t('rollback.together')}</strong>
          <ul>
            {others.map((one) => (
              <li key={one.id}>
                <Link to={`/lake/batches/${String(one.id)}`}>{one.file_name}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
