import {
  dayOf,
  keepContact,
  presentMoment,
  readFacts,
  UNDO_MS,
  usePhone,
  type Channel,
  type Order,
  type Outcome,
} from '../store';
import { newId, useSync } from '../sync';
import type { Position } from './PositionChip';
import { contactArgs, type Details } from './questions';



interface Said {
  outcome: Outcome;
  details: Details;
  position: Position | null;
  startedAt: Date;
}

/** Keeps a contact on the phone; when the promise ends it is safe there. */
export function useSave(order: Order, channel: Channel): (said: Said) => Promise<void> {
  const { database, owner } = usePhone();
  const sync = useSync();
  return async (said) => {
    const endedAt = presentMoment(await readFacts(database));
    const contactId = newId();
    const args = contactArgs({ ...said, contactId, orderId: order.id, channel, endedAt });
    const diary = {
      contactId,
      orderId: order.id,
      day: dayOf(endedAt, owner.timeZone),
      at: endedAt.toISOString(),
      customerName: order.customer_name,
      placeName: order.place_name,
      channel,
      outcome: said.outcome,
    };
    await keepContact(database, args, diary, endedAt);
    sync.runAfter(UNDO_MS);
  };
}
