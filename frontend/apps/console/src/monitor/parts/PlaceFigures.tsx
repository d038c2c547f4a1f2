import { useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';

import type { Place } from '../places';

/** The numbers of a place; each leads to the customers or orders behind it. */
export function PlaceFigures({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const customers = (which = '') =>
    `/monitor/customers?place_code=${place.place_code}&in_service=true${which && `&which=${which}`}`;
  const orders = (more: string) => `/dispatch?place_code=${place.place_code}&${more}`;
  const ports = place.ports.at(-1);
  return (
    <>
      <Figures>
        <Figure
          label={t('grid.customers')}
          value={format.count(place.customers)}
          note={t('place.perHousehold', { share: format.percent(place.penetration) })}
          to={customers()}
        />
        <Figure
          label={t('place.broadband')}
          value={format.count(place.broadband)}
          note={t('place.perHousehold', { share: format.percent(place.broadband_penetration) })}
          to={customers('broadband')}
        />
        <Figure label={t('place.bundle')} value={format.count(place.bundle)} to={customers('bundle')} />
        <Figure label={t('customer.fee')} value={format.shortMoney(place.monthly_fee_fen)} to={customers()} />
        <Figure
          label={t('grid.portUse')}
          value={format.percent(ports && ports.ports_total ? ports.ports_used / ports.ports_total : null)}
          note={
            ports &&
            t('place.freePorts', { count: ports.ports_total - ports.ports_used, month: format.month(ports.month) })
          }
          attention={ports !== undefined && ports.ports_total > 0 && ports.ports_used >= ports.ports_total}
        />
      </Figures>
      <Figures>
        <Figure
          label={t('place.ends', { days: 30 })}
          value={format.count(place.contract_30)}
          to={customers('contract_30')}
        />
        <Figure
          label={t('place.ends', { days: 60 })}
          value={format.count(place.contract_60)}
          to={customers('contract_60')}
        />
        <Figure
          label={t('place.ends', { days: 90 })}
          value={format.count(place.contract_90)}
          to={customers('contract_90')}
        />
        <Figure label={t('place.openOrders')} value={format.count(place.work.open)} to={orders('open=true')} />
        <Figure
          label={t('place.overdueOrders')}
          value={format.count(place.work.overdue)}
          to={orders('overdue=true')}
          attention={place.work.overdue > 0}
        />
      </Figures>
    </>
  );
}
