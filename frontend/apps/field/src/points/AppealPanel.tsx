import { useFormat, useWords } from '@gridloop/i18n';
import { useState } from 'react';

import { useBoth } from '../parts/both';
import { Button } from '../parts/Button';
import { Chips } from '../parts/Chips';
import { Notice } from '../parts/Notice';
import { Panel } from '../parts/Panel';
import {
  APPEAL_REASONS,
  keepAct,
  presentMoment,
  readFacts,
  usePhone,
  useUnseenAct,
  type Appeal,
  type AppealArgs,
  type AppealReason,
} from '../store';
import { newId, useSync } from '../sync';
import style from './LineScreen.module.css';

interface Props {
  cycle: string;
  rule: string;
  appeals: Appeal[];
}

/** Objects to points with two taps; shows what became of it. */
export function AppealPanel({ cycle, rule, appeals }: Props) {
  const t = useWords('points');
  const unseen = useUnseenAct<AppealArgs>('appeal', (args) => args.cycle === cycle && args.rule === rule);
  const own = appeals.filter((appeal) => appeal.rule === rule);
  const waiting = own.some((appeal) => appeal.state === 'open');
  return (
    <>
      {own.map((appeal) => (
        <Answered key={appeal.id} appeal={appeal} />
      ))}
      {unseen && (
        <Notice icon={unseen.arrived ? 'check' : 'up'}>
          {t('appeal.kept', { reason: t(`appeal.reason.${(unseen.args as unknown as AppealArgs).reason}`) })}
          {!unseen.arrived && ` ${t('appeal.waiting')}`}
        </Notice>
      )}
      {!unseen && !waiting && <Ask cycle={cycle} rule={rule} />}
    </>
  );
}

function Ask({ cycle, rule }: Omit<Props, 'appeals'>) {
  const t = useWords('points');
  const { database } = usePhone();
  const sync = useSync();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState<AppealReason>();
  const send = async () => {
    if (!reason) return;
    const args: AppealArgs = { appeal_id: newId(), cycle, rule, reason };
    const claimedAt = presentMoment(await readFacts(database));
    await keepAct(database, { name: 'appeal', args, about: t('title'), claimedAt });
    sync.runAfter(0);
  };
  if (!open) {
    return (
      <Button icon="wrong" onClick={() => setOpen(true)}>
        {t('appeal.ask')}
      </Button>
    );
  }
  return (
    <Panel>
      <Chips
        title={t('appeal.why')}
        chips={APPEAL_REASONS.map((value) => ({ value, name: t(`appeal.reason.${value}`) }))}
        chosen={reason}
        onChoose={setReason}
      />
      <Button tone="main" icon="up" disabled={!reason} onClick={() => void send()}>
        {reason ? t('appeal.send') : t('appeal.choose')}
      </Button>
      <p className={style.soft}>{t('appeal.hint')}</p>
    </Panel>
  );
}

function Answered({ appeal }: { appeal: Appeal }) {
  const t = useWords('points');
  const both = useBoth();
  const format = useFormat();
  return (
    <Panel title={t('appeal.title')} aside={t(`appeal.state.${appeal.state}`)}>
      <div className={style.appeal}>
        <strong>{both(appeal.text)}</strong>
        <span className={style.soft}>{format.dateTime(appeal.opened_at)}</span>
        {appeal.answer && <p className={style.answer}>{appeal.answer}</p>}
        {appeal.state === 'granted' && <strong>{t('appeal.granted', { points: format.number(appeal.points) })}</strong>}
      </div>
    </Panel>
  );
}
