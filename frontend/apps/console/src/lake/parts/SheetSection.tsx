import { useWords } from '@gridloop/i18n';
import { FileChoice, ProblemAlert, Section, Stack, useTell } from '@gridloop/ui';
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
  const [sheet, setSheet] = useState<File | null>(null);
  const send = (chosen: File) => {
    setSheet(chosen);
    giveBack.mutate(chosen, {
      onSuccess: (done) =>
        tell.done(t('sheet.done', { replayed: done.replayed, refused: done.still_refused, over: done.passed_over })),
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
          <FileChoice
            id="mended-sheet"
            label={t('sheet.back')}
            accept=".xlsx"
            file={sheet}
            disabled={giveBack.isPending}
            onChoose={send}
          />
        </div>
        {download.isError && <ProblemAlert error={download.error} />}
        {giveBack.isError && <ProblemAlert error={giveBack.error} />}
      </Stack>
    </Section>
  );
}
