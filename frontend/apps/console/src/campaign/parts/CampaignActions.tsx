import { useMe } from '@gridloop/api';
import { useNameOf, useWords } from '@gridloop/i18n';
import { useConfirm, useTell } from '@gridloop/ui';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { isLaunching, useLaunch, useSubmitPlan, type Campaign, type NotedVerb } from '../campaigns';
import { NoteModal } from './NoteModal';

const NOTED: readonly NotedVerb[] = ['approve', 'reject', 'resume', 'pause', 'close'];
const PLANNERS = ['planner', 'branch_manager', 'grid_manager'];

/** What this reader may do with a campaign now, as the server says. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const [verb, setVerb] = useState<NotedVerb | null>(null);
  const { role } = useMe();
  const noted = NOTED.filter((one) => campaign.may.includes(one));
  return (
    <>
      {campaign.may.includes('update') && (
        <Link to={`/campaign/campaigns/${campaign.code}/plan`}>
          <Button tabIndex={-1}>{t('plan.edit')}</Button>
        </Link>
      )}
      {campaign.may.includes('submit') && <SubmitButton code={campaign.code} />}
      {campaign.may.includes('launch') && !isLaunching(campaign) && <LaunchButton campaign={campaign} />}
      {noted.map((one) => (
        <Button
          key={one}
          type={one === 'approve' || one === 'resume' ? 'primary' : 'default'}
          onClick={() => setVerb(one)}
        >
          {t(`verb.${one}`)}
        </Button>
      ))}
      {PLANNERS.includes(role) && (
        <Link to={`/campaign/plan?copy=${campaign.code}`}>
          <Button type="text" tabIndex={-1}>
            {t('plan.copy')}
          </Button>
        </Link>
      )}
      {verb && <NoteModal code={campaign.code} verb={verb} onClose={() => setVerb(null)} />}
    </>
  );
}

function SubmitButton({ code }: { code: string }) {
  const t = useWords('campaign');
  const tell = useTell();
  const submit = useSubmitPlan();
  return (
    <Button
      type="primary"
      loading={submit.isPending}
      onClick={() => submit.mutate(code, { onSuccess: () => tell.done(t('plan.submitted')), onError: tell.failed })}
    >
      {t('plan.submit')}
    </Button>
  );
}

function LaunchButton({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const tell = useTell();
  const confirm = useConfirm();
  const launch = useLaunch(campaign.code);
  const start = async () => {
    const sure = await confirm({
      title: t('launch.title', { name: nameOf(campaign) }),
      body: t('launch.body'),
      verb: t('verb.launch'),
    });
    if (sure) launch.mutate(undefined, { onError: tell.failed });
  };
  return (
    <Button type="primary" loading={launch.isPending} onClick={() => void start()}>
      {t('verb.launch')}
    </Button>
  );
}
