import { useMe } from '@gridloop/api';
import { useFormat, useWords, type Say } from '@gridloop/i18n';

import type { Campaign } from '../campaigns';
import style from './Timeline.module.css';

interface Step {
  what: string;
  at: string | null;
  who?: string;
  note?: string;
}

/** The life of a campaign: what was done, by whom, when, and what comes next. */
export function Timeline({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const format = useFormat();
  const me = useMe();
  const nameOf = (who: string) => (who === me.username ? t('timeline.you', { who }) : who);
  return (
    <ol className={style.line}>
      {stepsOf(campaign, t).map((step) => (
        <li key={step.what} className={`${style.step} ${step.at ? style.done : style.open}`}>
          <div className={style.what}>{step.what}</div>
          <div className={style.who}>
            {step.at
              ? [format.dateTime(step.at), step.who && nameOf(step.who)].filter(Boolean).join(' · ')
              : t('timeline.open')}
          </div>
          {step.note && <div className={style.note}>{step.note}</div>}
        </li>
      ))}
    </ol>
  );
}

function stepsOf(campaign: Campaign, t: Say): Step[] {
  const decision = { at: campaign.decided_at, who: campaign.decided_by, note: campaign.decision_note };
  const steps: Step[] = [
    { what: t('timeline.drafted'), at: campaign.created_at, who: campaign.drafted_by },
    { what: t('timeline.submitted'), at: campaign.submitted_at, who: campaign.submitted_by },
  ];
  if (campaign.state === 'rejected') return [...steps, { what: t('timeline.rejected'), ...decision }];
  steps.push({ what: t(campaign.decided_at ? 'timeline.approved' : 'timeline.decision'), ...decision });
  if (campaign.launched_at || campaign.state !== 'closed') {
    steps.push({ what: t('timeline.launched'), at: campaign.launched_at });
  }
  if (campaign.state === 'paused') steps.push({ what: t('timeline.paused'), at: null });
  return [...steps, { what: t('timeline.closed'), at: campaign.closed_at }];
}
