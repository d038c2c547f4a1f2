import type { Format, Say } from '@gridloop/i18n';

import type { Offer } from './offers';

/** What an offer costs the operator a month; a renewal costs the part of the customer's fee that it lets go. */
export function costOf(offer: Offer, format: Format, t: Say): string {
  if (offer.kind !== 'retention') return format.money(offer.cost_fen);
  const discount = t('offer.costOff', { percent: format.percent(offer.discount_percent / 100) });
  return offer.cost_fen > 0 ? `${discount} + ${format.money(offer.cost_fen)}` : discount;
}

/** What an offer costs a month; a renewal has no fee of its own but a discount. */
export function priceOf(offer: Offer, format: Format, t: Say): string {
  if (offer.kind === 'retention') return t('offer.off', { percent: format.percent(offer.discount_percent / 100) });
  return format.money(offer.monthly_fee_fen);
}
