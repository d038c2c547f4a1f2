import style from './AuditDetail.module.css';

/** The particulars of one line of the audit trail, as name and value. */
export function AuditDetail({ detail }: { detail: Record<string, unknown> }) {
  const entries = Object.entries(detail).filter(([, value]) => value !== null && value !== '');
  if (entries.length === 0) return '–';
  return (
    <span className={style.detail}>
      {entries.map(([name, value]) => (
        <span key={name}>
          <em>{name}</em> {typeof value === 'object' ? JSON.stringify(value) : String(value)}
        </span>
      ))}
    </span>
  );
}
