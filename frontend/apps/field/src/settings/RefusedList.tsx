import { useWords } from '@gridloop/i18n';

import { Button } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { dismissRefusal, usePhone, useRefused } from '../store';
import { useActName } from './act-names';
import style from './RefusedList.module.css';

/** Records that the server did not accept, with the reason; each stays until it was read. */
export function RefusedList() {
  const t = useWords('settings');
  const name = useActName();
  const { database } = usePhone();
  const rows = useRefused();
  return rows.map((row) => (
    <section key={row.id} className={style.refused} role="alert">
      <h2>
        <Icon name="wrong" />
        {t('refusedTitle', { who: row.about, what: name(row) })}
      </h2>
      <p className={style.why}>{row.refusal.title}</p>
      {row.refusal.mend && <p>{row.refusal.mend}</p>}
      <Button small onClick={() => void dismissRefusal(database, row.id as number)}>
        {t('understood')}
      </Button>
    </section>
  ));
}
