import type { Order } from '../store';

/** The part of an address that leads from the place to the door; the whole where the place is not named in it. */
export function doorOf({ address, place_name }: Pick<Order, 'address' | 'place_name'>): string {
  const at = place_name ? address.indexOf(place_name) : -1;
  return at < 0 ? address : address.slice(at + place_name.length).trim();
}
