import { useWords } from '@gridloop/i18n';
import { ProblemAlert, Stack, State, useTell } from '@gridloop/ui';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { useSaveContract, type CheckedContract } from '../contracts';
import type { Editing } from '../editing';
import { Field } from './ContractColumnDrawer';
import { ChangeLine } from './ChangeLine';
import style from './ContractEditor.module.css';

/** What is wrong, what changes, which version that makes, and the act that puts it in force. */
export function ContractSave({ editing, basedOn }: { editing: Editing; basedOn: string }) {
  const t = useWords('lake');
  const tell = useTell();
  const go = useNavigate();
  const save = useSaveContract();
  const [note, setNote] = useState('');
  const { checked, form } = editing;
  const version = form?.version ?? '';
  const differs = basedOn === '' || (checked?.changes.length ?? 0) > 0;
  const suggested = differs && basedOn !== '' ? (checked?.suggested_version ?? '') : '';
  const put = () =>
    save.mutate(
      { yaml: editing.yaml, based_on: basedOn, note },
      {
        onSuccess: (saved) => {
          tell.done(t('save.done', { version: saved.version }));
          void go(`/lake/feeds/${saved.feed}`);
        },
      },
    );
  return (
    <Stack>
      <div aria-live="polite">
        {editing.pending ? (
          <p>{t('save.checking')}</p>
        ) : checked?.trouble ? (
          <Trouble trouble={checked.trouble} />
        ) : checked ? (
          <Changes checked={checked} isNew={basedOn === ''} />
        ) : null}
      </div>
      <Field label={t('contract.version')} hint={suggested ? t('save.suggested', { version: suggested }) : ''}>
        <Input
          value={version}
          disabled={form === null}
          onChange={(event) => editing.writeForm((now) => ({ ...now, version: event.target.value }))}
        />
      </Field>
      {suggested && suggested !== version && (
        <div>
          <Button size="small" onClick={() => editing.writeForm((now) => ({ ...now, version: suggested }))}>
            {t('save.take', { version: suggested })}
          </Button>
        </div>
      )}
      <Field label={t('save.note')}>
        <Input value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {save.isError && <ProblemAlert error={save.error} />}
      <div className={style.actions}>
        <Button
          type="primary"
          loading={save.isPending}
          disabled={editing.pending || !checked || checked.trouble !== null}
          onClick={put}
        >
          {t('save.verb')}
        </Button>
      </div>
    </Stack>
  );
}

function Trouble({ trouble }: { trouble: NonNullable<CheckedContract['trouble']> }) {
  const t = useWords('lake');
  return (
    <>
      <State tone="attention">{t('save.trouble')}</State>
      <p>
        <code>{trouble.where}</code>
      </p>
      <p>{trouble.what}</p>
      <p>{trouble.mend}</p>
    </>
  );
}

function Changes({ checked, isNew }: { checked: CheckedContract; isNew: boolean }) {
  const t = useWords('lake');
  if (isNew && checked.in_force === '') return <State tone="done">{t('save.usable')}</State>;
  if (checked.in_force && isNew) return <State tone="attention">{t('save.taken')}</State>;
  if (checked.changes.length === 0) return <State tone="idle">{t('save.nothing')}</State>;
  return (
    <>
      <State tone="done">{t('save.usable')}</State>
      <ul className={style.list}>
        {checked.changes.map((change) => (
          <li key={`${change.what} ${change.column}`}>
            <ChangeLine change={change} />
          </li>
        ))}
      </ul>
    </>
  );
}
