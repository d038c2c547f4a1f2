import { useFormat, useWords } from '@gridloop/i18n';
import { Facts } from '@gridloop/ui';

import type { Result } from '../results';

/** What a campaign cost, channel by channel, and what it saved against contacting everybody. */
export function CostFacts({ result }: { result: Result }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const channels = Object.entries(result.contacts).map(([channel, contacts]) =>
    t('cost.channel', { channel: t(`channels.${channel}`), contacts: format.count(contacts) }),
  );
  return (
    <Facts
      facts={[
        { label: t('result.cost'), value: <strong>{format.money(result.cost_fen)}</strong> },
        { label: t('cost.contacts'), value: format.money(result.contact_cost_fen) },
        { label: t('cost.incentives'), value: format.money(result.incentive_cost_fen) },
        { label: t('cost.channels'), value: channels.join(' · ') || '–' },
        {
          label: t('cost.everybody'),
          value: t('cost.everybodyFor', {
            customers: format.count(result.everybody),
            money: format.money(result.everybody_cost_fen),
          }),
        },
        { label: t('cost.saved'), value: format.money(result.saved_fen) },
        { label: t('cost.contactRate'), value: format.percent(result.contact_rate) },
        { label: t('cost.reachRate'), value: format.percent(result.reach_rate) },
        {
          label: t('cost.churned'),
          value: t('cost.churnedOf', {
            treated: format.count(result.treated_churned),
            ofTreated: format.count(result.treated),
            control: format.count(result.control_churned),
            ofControl: format.count(result.control),
          }),
        },
      ]}
    />
  );
}
