import { useNameOf, useWords } from '@gridloop/i18n';
import { EmptyState, Loaded, PageHeader } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';

import { choices, fields } from './audience';
import { campaignDetail, OBJECTIVES } from './campaigns';
import { draftOf, narrowedTo, newDraft, type Draft } from './draft';
import { PlanEditor } from './PlanEditor';
import { useToday } from './today';

/** One page from objective to launch: a new plan, or a draft. */
export function Component() {
  const { code } = useParams();
  return code ? <SavedPlan key={code} code={code} /> : <NewPlan />;
}

function NewPlan() {
  const t = useWords('campaign');
  const today = useToday();
  const [params] = useSearchParams();
  const wanted = OBJECTIVES.find((one) => one === params.get('objective'));
  const copied = params.get('copy');
  const header = <PageHeader title={t('plan.new')} crumbs={[{ label: t('list.title'), to: '/campaign' }]} />;
  if (copied) return <CopiedPlan code={copied} today={today} />;
  return (
    <WithChoices header={header}>
      {(given) => (
        <PlanEditor
          title={t('plan.new')}
          initial={narrowedTo(
            newDraft(given.choices, today, wanted),
            params.get('tag'),
            params.get('org'),
            params.get('place'),
          )}
          saved={null}
          {...given}
        />
      )}
    </WithChoices>
  );
}

/** A plan like an earlier one, for the present cycle. */
function CopiedPlan({ code, today }: { code: string; today: string }) {
  const t = useWords('campaign');
  const earlier = useQuery(campaignDetail(code));
  return (
    <Loaded query={earlier} header={<PageHeader title={t('plan.new')} />}>
      {(campaign) => (
        <WithChoices>
          {(given) => {
            const { cycle, starts_on, ends_on } = newDraft(given.choices, today);
            const initial: Draft = { ...draftOf(campaign), cycle, starts_on, ends_on };
            return <PlanEditor title={t('plan.new')} initial={initial} saved={null} {...given} />;
          }}
        </WithChoices>
      )}
    </Loaded>
  );
}

function SavedPlan({ code }: { code: string }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const saved = useQuery({ ...campaignDetail(code), refetchOnMount: 'always' });
  return (
    <Loaded query={saved} header={<PageHeader title={code} />}>
      {(campaign) =>
        campaign.may.includes('update') ? (
          <WithChoices header={<PageHeader title={nameOf(campaign)} />}>
            {(given) => <PlanEditor title={nameOf(campaign)} initial={draftOf(campaign)} saved={campaign} {...given} />}
          </WithChoices>
        ) : (
          <>
            <PageHeader title={nameOf(campaign)} crumbs={[{ label: t('list.title'), to: '/campaign' }]} />
            <EmptyState
              title={t('plan.locked')}
              hint={t('plan.lockedHint')}
              action={<Link to={`/campaign/campaigns/${code}`}>{t('plan.open')}</Link>}
            />
          </>
        )
      }
    </Loaded>
  );
}

interface Given {
  choices: NonNullable<ReturnType<typeof useGiven>['choices']['data']>;
  fields: NonNullable<ReturnType<typeof useGiven>['fields']['data']>;
}

function useGiven() {
  return { choices: useQuery(choices), fields: useQuery(fields) };
}

function WithChoices({ header, children }: { header?: React.ReactNode; children: (given: Given) => React.ReactNode }) {
  const given = useGiven();
  return (
    <Loaded query={given.choices} rows={8} header={header}>
      {(found) => (
        <Loaded query={given.fields} rows={8} header={header}>
          {(list) => children({ choices: found, fields: list })}
        </Loaded>
      )}
    </Loaded>
  );
}
