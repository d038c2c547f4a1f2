import { useWords } from '@gridloop/i18n';
import { ProblemAlert, Section, Stack, useTell } from '@gridloop/ui';
import { Button, Input } from 'antd';
import { useState } from 'react';

import { useQuarantineSheet, useReturnSheet, type BatchDetail } from '../batches';
import { Field } from './ContractColumnDrawer';
import style from './ContractEditor.module.css';

/** The waiting rows as a workbook, and the mended workbook back. */
export function SheetSection({ batch }: { batch: BatchDetail }) {
  const t = useWords('lake');
  const tell = useTell();
  const download = useQuarantineSheet(batch.id);
  const giveBack = useReturnSheet(batch.id);
  const [purpose, setPurpose] = useState('');
  const send = (input: HTMLInputElement) => {
    const sheet = input.files?.[0];
    if (!sheet) return;
    giveBack.mutate(sheet, {
      onSuccess: (done) =>
        tell.done(t('sheet.done', { replayed: done.replayed, refused: done.still_refused, over: done.passed_over })),
      onSettled: () => {
        input.value = ''; // the same file, mended once more, is a new choice
      },
    });
  };
  return (
    <Section title={t('sheet.title')} lead={t('sheet.lead')}>
      <Stack>
        <Field label={t('sheet.clear')} hint={t('sheet.clearHint')}>
          <Input value={purpose} maxLength={500} onChange={(event) => setPurpose(event.target.value)} />
        </Field>
        <div className={style.actions}>
          <Button loading={download.isPending} onClick={() => download.mutate(purpose)}>
            {t('sheet.download')}
          </Button>
          <label htmlFor="mended-sheet">{t('sheet.back')}</label>
          <input
            id="mended-sheet"
            type="file"
            accept=".xlsx"
            disabled={giveBack.isPending}
            onChange={(event) => send(event.target)}
          />
        </div>
        {download.isError && <ProblemAlert error={download.error} />}
        {giveBack.isError && <ProblemAlert error={giveBack.error} />}
      </Stack>
    </Section>
  );
}
