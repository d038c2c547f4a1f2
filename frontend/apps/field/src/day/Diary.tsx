import { useWords } from '@gridloop/i18n';

import { Empty } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { useMomentNames } from '../parts/moment-names';
import { outcomeIcon, useOutcomeName } from '../parts/outcome-names';
import { Panel } from '../parts/Panel';
import type { DiaryRow } from '../store';
import style from './Diary.module.css';

/** What I did today, the latest first. */
export function Diary({ rows }: { rows: DiaryRow[] }) {
  const t = useWords('day');
  const name = useOutcomeName();
  const { timeOf } = useMomentNames();
  if (rows.length === 0) return <Empty icon="day" title={t('nothingYet')} hint={t('nothingYetHint')} />;
  const latestFirst = [...rows].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Panel title={t('diary')} aside={rows.length}>
      <ul className={style.rows}>
        {latestFirst.map((row) => (
          <li key={row.contactId} className={style.row}>
            <Icon name={outcomeIcon(row.outcome, row.channel)} />
            <span className={style.text}>
              <strong>{row.customerName}</strong>
              <span>{t(`way.${row.channel}`, { outcome: name(row.outcome, row.channel) })}</span>
            </span>
            <time dateTime={row.at}>{timeOf(row.at)}</time>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
