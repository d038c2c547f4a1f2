import { useFormat, useWords } from '@gridloop/i18n';
import { StaticTable, type Column } from '@gridloop/ui';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';

import type { ContractColumn, ContractDraft, ContractForm } from '../contracts';
import { KINDS } from '../kinds';
import { ContractColumnDrawer } from './ContractColumnDrawer';
import style from './ContractEditor.module.css';

interface Props {
  form: ContractForm;
  write: (change: (form: ContractForm) => ContractForm) => void;
  seen: ContractDraft['seen'];
}

type Numbered = ContractColumn & { number: number };

/** The columns of a contract: the usual facts at once, the rest behind a click. */
export function ContractColumns({ form, write, seen }: Props) {
  const t = useWords('lake');
  const format = useFormat();
  const [open, setOpen] = useState<number | null>(null);
  const put = (number: number, facts: Partial<ContractColumn>) =>
    write((now) => ({
      ...now,
      columns: now.columns.map((column, at) => (at === number ? { ...column, ...facts } : column)),
    }));
  const rows: Numbered[] = form.columns.map((column, number) => ({ ...column, number }));
  const seenOf = (header: string) => seen.find((one) => one.header === header);
  const check = (row: Numbered, field: 'key' | 'required' | 'sensitive', label: string, fixed = false) => (
    <Checkbox
      aria-label={`${label}: ${row.header}`}
      checked={row[field] || fixed}
      disabled={fixed}
      onChange={(event) => put(row.number, { [field]: event.target.checked })}
    />
  );
  const columns: Column<Numbered>[] = [
    {
      key: 'header',
      title: t('contract.header'),
      render: (row) => (
        <Input
          aria-label={`${t('contract.header')} ${String(row.number + 1)}`}
          value={row.header}
          onChange={(event) => put(row.number, { header: event.target.value })}
        />
      ),
    },
    {
      key: 'name',
      title: t('contract.name'),
      render: (row) => (
        <Input
          aria-label={`${t('contract.name')}: ${row.header}`}
          value={row.name}
          onChange={(event) => put(row.number, { name: event.target.value })}
        />
      ),
    },
    {
      key: 'kind',
      title: t('contract.type'),
      render: (row) => (
        <Select
          aria-label={`${t('contract.type')}: ${row.header}`}
          value={row.kind}
          style={{ minWidth: 110 }}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(kind) => put(row.number, { kind })}
        />
      ),
    },
    { key: 'key', title: t('contract.key'), render: (row) => check(row, 'key', t('contract.key')) },
    {
      key: 'required',
      title: t('contract.required'),
      render: (row) => check(row, 'required', t('contract.required'), row.key),
    },
    {
      key: 'sensitive',
      title: t('contract.sensitive'),
      render: (row) => check(row, 'sensitive', t('contract.sensitive'), row.kind === 'phone'),
    },
    ...(seen.length > 0
      ? [
          {
            key: 'examples',
            title: t('draft.seen'),
            render: (row: Numbered) => {
              const one = seenOf(row.header);
              if (!one) return '–';
              const shown = row.sensitive ? t('draft.hidden') : one.examples.join(' / ') || '–';
              const unit = row.written_in || (row.kind === 'money' ? 'yuan' : '');
              return [
                shown,
                unit && t('draft.readAs', { unit: t(`edit.units.${unit}`) }),
                one.empty_share > 0 && t('draft.empty', { share: format.percent(one.empty_share) }),
              ]
                .filter(Boolean)
                .join(' · ');
            },
          },
        ]
      : [{ key: 'rules', title: t('contract.rules'), render: (row: Numbered) => <Rules column={row} /> }]),
    {
      key: 'act',
      title: t('feed.act'),
      render: (row) => (
        <Button size="small" onClick={() => setOpen(row.number)} aria-label={t('edit.more', { column: row.header })}>
          {t('edit.moreShort')}
        </Button>
      ),
    },
  ];
  const opened = open === null ? undefined : form.columns[open];
  return (
    <>
      <StaticTable label={t('contract.columns')} columns={columns} rows={rows} rowKey={(row) => String(row.number)} />
      <div className={style.actions} style={{ padding: 12 }}>
        <Button onClick={() => write((now) => ({ ...now, columns: [...now.columns, fresh(now)] }))}>
          {t('edit.addColumn')}
        </Button>
      </div>
      {open !== null && opened && (
        <ContractColumnDrawer
          column={opened}
          onClose={() => setOpen(null)}
          onChange={(facts) => put(open, facts)}
          onRemove={() => {
            write((now) => ({ ...now, columns: now.columns.filter((_, at) => at !== open) }));
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

function fresh(form: ContractForm): ContractColumn {
  const number = form.columns.length + 1;
  return {
    name: `column_${String(number)}`,
    header: `column_${String(number)}`,
    kind: 'text',
    was: '',
    title_zh: '',
    title_en: '',
    required: false,
    key: false,
    allowed: [],
    values: [],
    minimum: '',
    maximum: '',
    reference: '',
    unit: '',
    written_in: '',
    sensitive: false,
    not_after: false,
    empty_warn: null,
    empty_stop: null,
  };
}

function Rules({ column }: { column: ContractColumn }) {
  const t = useWords('lake');
  const range = column.minimum || column.maximum ? `${column.minimum || '…'} – ${column.maximum || '…'}` : '';
  const reference = column.reference && t('contract.references', { what: column.reference });
  const unit = column.written_in ? `${t(`edit.units.${column.written_in}`)} → ${column.unit}` : column.unit;
  const values = column.values.map(({ written, ours }) => `${written} → ${ours || '？'}`).join(' / ');
  const allowed = values ? '' : column.allowed.join(' / ');
  return [unit, values, allowed, range, reference].filter(Boolean).join(' · ') || '–';
}
