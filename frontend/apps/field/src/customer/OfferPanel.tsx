import { useFormat, useWords } from '@gridloop/i18n';

import { useBoth } from '../parts/both';
import { Panel } from '../parts/Panel';
import type { Order } from '../store';
import style from './OfferPanel.module.css';

/** What he pays now in all, and what the offer costs; whether one replaces the other is the offer's matter. */
export function OfferPanel({ order }: { order: Order }) {
  const t = useWords('customer');
  const both = useBoth();
  const { offer, current } = order;
  if (!offer) return null;
  const now = current?.monthly_fee_fen ?? null;
  return (
    <Panel title={both(order.campaign_name) || t('offer')}>
      <div className={style.pair}>
        <Side label={t('now')} name={both(current?.offer_name)} fen={now} />
        <Side label={t('offered')} name={both(offer.name)} fen={offer.monthly_fee_fen} offered />
      </div>
      {offer.contract_months ? <p className={style.contract}>{t('contract', { months: offer.contract_months })}</p> : null}
    </Panel>
  );
}

interface SideProps {
  label: string;
  name: string;
  fen: number | null;
  offered?: boolean;
}

function Side({ label, name, fen, offered }: SideProps) {
  const t = useWords('customer');
  const format = useFormat();
  return (
    <div className={offered ? style.offered : style.side}>
      <span>{label}</span>
      {fen ? (
        <strong className={style.fee}>
          {format.money(fen)}
          <small>{t('aMonth')}</small>
        </strong>
      ) : null}
      {/* An offer without a fee of its own, a discount for instance, speaks by its name. */}
      <span className={fen ? style.name : style.onlyName}>{name || t('none')}</span>
    </div>
  );
}
