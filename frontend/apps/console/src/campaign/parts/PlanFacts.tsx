import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Facts, Section, Stack } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import { choices, fields } from '../audience';
import type { Campaign } from '../campaigns';
import { readConditions } from '../conditions';
import { ConditionWords } from './ConditionWords';
import style from './Plan.module.css';

/** The plan as it was written: whom, what, how, when, for how much. */
export function PlanFacts({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const given = useQuery(choices).data;
  const offer = given?.offers.find((one) => one.value === campaign.offer_code);
  const goals = [
    campaign.goal_successes > 0 && t('facts.successes', { count: campaign.goal_successes }),
    campaign.goal_revenue_fen > 0 && format.shortMoney(campaign.goal_revenue_fen),
  ].filter(Boolean);
  return (
    <Section title={t('facts.title')}>
      <Stack>
        <Facts
          facts={[
            { label: t('facts.goal'), value: goals.length > 0 ? goals.join(' · ') : '–' },
            {
              label: t('plan.channel'),
              value: `${t(`channel.${campaign.channel}`)} · ${t(`routing.${campaign.routing}`)}`,
            },
            {
              label: t('facts.days'),
              value: `${format.date(campaign.starts_on)} – ${format.date(campaign.ends_on)}`,
            },
            {
              label: t('plan.offerChoice'),
              value:
                campaign.offer_choice === 'matching' ? (
                  <>
                    {t('plan.matching')}{' '}
                    {campaign.model && <Link to={`/mining/models/${campaign.model}`}>{t('plan.whyModel')}</Link>}
                  </>
                ) : (
                  <Link to={`/catalog/offers/${campaign.offer_code}`}>
                    {offer ? nameOf(offer) : campaign.offer_code}
                  </Link>
                ),
            },
            { label: t('plan.budget'), value: format.money(campaign.budget_fen) },
            { label: t('facts.unitCost'), value: format.money(campaign.unit_costs_fen[campaign.channel]) },
            { label: t('plan.control'), value: format.percent(campaign.control_share) },
            { label: t('plan.capacity'), value: format.percent(campaign.capacity_share) },
            {
              label: t('plan.maxTargets'),
              value: campaign.max_targets === null ? t('plan.noLimit') : format.count(campaign.max_targets),
            },
            { label: t('plan.priority'), value: format.count(campaign.priority) },
            { label: t('plan.window'), value: t('facts.windowDays', { count: campaign.success_window_days }) },
          ]}
        />
        <h3 className={style.part}>{t('facts.audience')}</h3>
        <Audience campaign={campaign} />
        <h3 className={style.part}>{t('script.title')}</h3>
        <Scripts campaign={campaign} />
      </Stack>
    </Section>
  );
}

function Audience({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const list = useQuery(fields).data;
  const given = useQuery(choices).data;
  if (!list || !given) return null;
  const { exclusions } = campaign;
  const named = (name: string, value: string) => {
    const field = list.find((one) => one.name === name);
    const chosen = name === 'segment' ? field?.values.find((one) => one.value === value) : field;
    return chosen ? nameOf(chosen) : value;
  };
  const left = [
    ...exclusions.segments.map((one) => named('segment', one)),
    ...exclusions.tags.map((one) => named(`tag.${one}`, one)),
    ...exclusions.campaigns,
    ...(exclusions.customers.length > 0 ? [t('facts.listed', { count: exclusions.customers.length })] : []),
    ...(exclusions.running_campaigns ? [t('facts.running')] : []),
  ];
  return (
    <>
      <ConditionWords conditions={readConditions(campaign.audience)} fields={list} choices={given} />
      {left.length > 0 && <p>{t('facts.excluded', { who: left.join(t('facts.and')) })}</p>}
    </>
  );
}

function Scripts({ campaign }: { campaign: Campaign }) {
  const nameOf = useNameOf();
  const t = useWords('campaign');
  const given = useQuery(choices).data;
  const kinds = Object.entries(campaign.scripts);
  return (
    <div>
      {kinds.map(([kind, text]) => {
        const named = given?.offer_kinds.find((one) => one.value === kind);
        return (
          <details key={kind}>
            <summary>{named ? nameOf(named) : kind}</summary>
            <p lang="zh">
              {t('script.zh')}: {text.zh}
            </p>
            <p lang="en">
              {t('script.en')}: {text.en}
            </p>
          </details>
        );
      })}
    </div>
  );
}
