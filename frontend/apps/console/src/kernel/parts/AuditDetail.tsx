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
          <em>{t(`audit.details.${name}`, { defaultValue: name })}</em>{' '}
          {typeof value === 'object' ? JSON.stringify(value) : String(value)}
        </span>
      ))}
    </span>
  );
}
