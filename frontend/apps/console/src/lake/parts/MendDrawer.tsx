import { useNameOf, useWords } from '@gridloop/i18n';
import { Facts, FormPanel, Stack, State, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Drawer, Form, Input } from 'antd';
import { Link } from 'react-router';

import { fileUnit } from '../columnValues';
import { contractOf, type Contract } from '../feeds';
import { faultyFirst, useMendRow, type QuarantinedRow } from '../quarantine';

type ContractColumn = Contract['columns'][number];

interface Props {
  row: QuarantinedRow;
  /** Whether the next row is opened once this one is loaded. */
  goOn: boolean;
  onGoOn: (goOn: boolean) => void;
  onMended: () => void;
  onClose: () => void;
}

/** Puts one refused row right, column by column, and loads it. */
export function MendDrawer({ row, goOn, onGoOn, onMended, onClose }: Props) {
  const t = useWords('lake');
  const tell = useTell();
  const nameOf = useNameOf();
  const mend = useMendRow();
  const agreed = useQuery(contractOf(row.feed)).data?.columns ?? [];
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
          onMended();
        },
      },
    );
  };
  const { faulty, columns } = faultyFirst(Object.keys(row.values), now.column);
  const labelOf = (column: string) => {
    const found = agreed.find((one) => one.header === column);
    const title = found ? nameOf({ name_zh: found.title_zh, name_en: found.title_en }) : '';
    return title && title !== column ? `${title} · ${column}` : column;
  };
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={t('mend.title', { line: row.line_no })}>
      <Stack>
        <Facts
          facts={[
            {
              label: t('batch.file'),
              value: <Link to={`/lake/batches/${String(row.batch_id)}`}>{row.file_name}</Link>,
            },
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
          {columns.map((column) => (
            <Form.Item
              key={column}
              name={[column]}
              label={labelOf(column)}
              extra={
                <Hint
                  column={agreed.find((one) => one.header === column)}
                  masked={row.masked_columns.includes(column)}
                />
              }
              {...(faulty.includes(column) ? { validateStatus: 'error' as const, help: now.text } : {})}
            >
              <Input />
            </Form.Item>
          ))}
          <Form.Item>
            <Checkbox checked={goOn} onChange={(event) => onGoOn(event.target.checked)}>
              {t('mend.goOn')}
            </Checkbox>
          </Form.Item>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}

/** What the contract wants of a column, for somebody who does not know it by heart. */
function Hint({ column, masked }: { column: ContractColumn | undefined; masked: boolean }) {
  const t = useWords('lake');
  const wanted = column
    ? [
        t(`kind.${column.type}`),
        fileUnit(t, column),
        column.required && t('contract.required'),
        column.allowed.join(' / '),
        column.references && t('contract.references', { what: column.references }),
      ]
    : [];
  return [...wanted, masked && t('mend.masked')].filter(Boolean).join(' · ') || null;
}
