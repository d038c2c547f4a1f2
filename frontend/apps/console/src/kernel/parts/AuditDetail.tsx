import { useWords } from '@gridloop/i18n';

import style from './AuditDetail.module.css';

/** The particulars of one line of the audit trail, as name and value. */
export function AuditDetail({ detail }: { detail: Record<string, unknown> }) {
  const t = useWords('kernel');
  const entries = Object.entries(detail).filter(([, value]) => value !== null && value !== '');
  if (entries.length === 0) return '–';
  return (
    <span className={style.detail}>
      {entries.map(([name, value]) => (
        <span key={name}>
          <em>{t(`audit.details.${name}`, { defaultValue: name })}</em> {written(value)}
        </span>
      ))}
    </span>
  );
}

/** A fraction as a person would write it: the last bits of a sum are nobody's doing. */
const rounded = (value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value;

const written = (value: unknown) =>
  typeof value === 'object' ? JSON.stringify(value, (_, one: unknown) => rounded(one)) : String(rounded(value));
