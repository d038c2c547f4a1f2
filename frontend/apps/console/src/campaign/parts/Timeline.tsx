import { useMe } from '@gridloop/api';
import { useFormat, useWords, type Say } from '@gridloop/i18n';
import { useActor } from '@gridloop/ui';

import type { Campaign } from '../campaigns';
import style from './Timeline.module.css';

interface Step {
  key: string;
  what: string;
  at: string | null;
  actor?: string;
  name?: string;
  note?: string;
}

/** The life of a campaign: what was done, by whom, when, and what comes next. */
export function Timeline({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const format = useFormat();
  const me = useMe();
  const actor = useActor();
  const nameOf = ({ actor: who = '', name = '' }: Step) =>
    who === me.username ? t('timeline.you', { who: actor(who, name) }) : actor(who, name);
  return (
    <ol className={style.line}>
      {[...done(campaign, t), ...toCome(campaign, t)].map((step) => (
        <li key={step.key} className={`${style.step} ${step.at ? style.done : style.open}`}>
          <div className={style.what}>{step.what}</div>
          <div className={style.who}>
            {step.at ? `${format.dateTime(step.at)} · ${nameOf(step)}` : t('timeline.open')}
          </div>
          {step.note && <div className={style.note}>{step.note}</div>}
        </li>
      ))}
    </ol>
  );
}

function done(campaign: Campaign, t: Say): Step[] {
  return campaign.history.map((act, index) => ({
    key: `${index}:${act.what}`,
    what: t(`timeline.acts.${act.what}`),
    at: act.at,
    actor: act.actor,
    name: act.actor_name,
    note: act.note,
  }));
}

/** What has to happen before the campaign is over, in each of its states. */
const NEXT: Record<Campaign['state'], readonly string[]> = {
  draft: ['submit', 'approve', 'launch', 'end'],
  rejected: ['update', 'submit', 'approve', 'launch', 'end'],
  submitted: ['approve', 'launch', 'end'],
  approved: ['launch', 'end'],
  launched: ['end'],
  paused: ['resume', 'end'],
  ended: [],
  closed: [],
};

function toCome(campaign: Campaign, t: Say): Step[] {
  return NEXT[campaign.state].map((what) => ({ key: `next:${what}`, what: t(`timeline.acts.${what}`), at: null }));
}
