import { useWords } from '@gridloop/i18n';
import { Facts, FormPanel, Stack, State, useTell } from '@gridloop/ui';
import { Drawer, Form, Input } from 'antd';

import { useMendRow, type QuarantinedRow } from '../quarantine';

/** Puts one refused row right, column by column, and loads it. */
export function MendDrawer({ row, onClose }: { row: QuarantinedRow; onClose: () => void }) {
  const t = useWords('lake');
  const tell = useTell();
  const mend = useMendRow();
  const report = mend.data;
  const now = report?.rows.find((one) => one.id === row.id) ?? row;
  const submit = (values: Record<string, string>) => {
    const changed = Object.entries(values).filter(([column, value]) => value !== row.values[column]);
    mend.mutate(
      { id: row.id, values: Object.fromEntries(changed) },
      {
        onSuccess: ({ replayed }) => {
          if (replayed === 0) return;
          tell.done(t('mend.done'));
          onClose();
        },
      },
    );
  };
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={t('mend.title', { line: row.line_no })}>
      <Stack>
        <Facts
          facts={[
            { label: t('batch.file'), value: row.file_name },
            { label: t('quarantine.reason'), value: <State tone="attention">{now.text}</State> },
            { label: t('quarantine.mend'), value: now.mend },
            { label: t('quarantine.raw'), value: <code>{row.raw}</code> },
          ]}
        />
        <FormPanel<Record<string, string>>
          verb={t('mend.verb')}
          unmarked
          initial={row.values}
          busy={mend.isPending}
          error={mend.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          {Object.keys(row.values).map((column) => (
            <Form.Item
              key={column}
              name={[column]}
              label={column}
              {...(column === now.column ? { validateStatus: 'error' as const, help: now.text } : {})}
              {...(row.masked_columns.includes(column) ? { extra: t('mend.masked') } : {})}
            >
              <Input />
            </Form.Item>
          ))}
        </FormPanel>
      </Stack>
    </Drawer>
  );
}
