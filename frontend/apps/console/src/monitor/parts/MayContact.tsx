import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, State } from '@gridloop/ui';

import type { Customer } from '../customers';

/** Whether the customer may be contacted, channel by channel, and how we know. */
export function MayContact({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  return (
    <>
      {customer.do_not_disturb && <State tone="attention">{t('consent.doNotDisturb')}</State>}
      <Facts
        facts={customer.consents.map((one) => ({
          label: t(`channels.${one.channel}`),
          value: (
            <>
              <State tone={one.allowed ? 'done' : 'idle'}>{one.allowed ? t('consent.yes') : t('consent.no')}</State>{' '}
              {format.date(one.recorded_on)}
            </>
          ),
        }))}
      />
    </>
  );
}
