import type { ContactArgs, Order, Outcome } from './order';
import type { DiaryRow } from './rows';

const ORDER: Order = {
  id: 'W1',
  customer_id: 'C1',
  customer_name: '张伟',
  phone: '13800001111',
  phone_masked: '138****1111',
  address: '海港路 8 号 3-502',
  place_code: 'P1',
  place_name: '海港花园',
  longitude: 121.4,
  latitude: 37.5,
  campaign_code: 'K1',
  campaign_name: { zh: '宽带续约', en: 'Broadband renewal' },
  offer: { code: 'O1', name: { zh: '千兆 129', en: 'Gigabit 129' }, monthly_fee_fen: 12900, contract_months: 24 },
  current: { offer_name: { zh: '百兆 99', en: '100M 99' }, monthly_fee_fen: 9900 },
  reasons: [{ code: 'contract_ends', zh: '合约还有 23 天到期', en: 'Contract ends in 23 days' }],
  script: { zh: '您好', en: 'Hello' },
  channel: 'visit',
  planned_on: '2026-11-03',
  due_on: '2026-11-10',
  priority: 1,
  state: 'pending',
  last_outcome: null,
  next_on: null,
  contacts: 0,
};

/** An order for tests. */
export function order(id: string, change: Partial<Order> = {}): Order {
  return { ...ORDER, id, ...change };
}

/** A contact on an order, for tests. */
export function contact(orderId: string, outcome: Outcome, change: Partial<ContactArgs> = {}): ContactArgs {
  return { contact_id: `${orderId}-${outcome}`, order_id: orderId, channel: 'call', outcome, ...change };
}

/** The diary's line of a contact, for tests. */
export function diaryOf({ contact_id, order_id, channel, outcome }: ContactArgs, day = '2026-11-03'): DiaryRow {
  const at = `${day}T01:00:00Z`;
  return { contactId: contact_id, orderId: order_id, day, at, customerName: '张伟', placeName: '', channel, outcome };
}
