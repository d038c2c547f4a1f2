import { isLate, type Order } from '../store';

/** Where something waits: a place with its customers. */
export interface Place {
  code: string;
  name: string;
  longitude: number | null;
  latitude: number | null;
  orders: Order[];
  late: boolean;
}

/** Stands for all who live at no place on record. */
const NO_PLACE = '-';

/** Orders by place, the place with the most to do first. */
export function placesOf(orders: Order[], day: string): Place[] {
  const places = new Map<string, Order[]>();
  for (const order of orders) {
    const code = order.place_code || NO_PLACE;
    places.set(code, [...(places.get(code) ?? []), order]);
  }
  return [...places]
    .map(([code, there]) => ({
      code,
      name: there[0]?.place_name ?? '',
      longitude: middle(there.map((order) => order.longitude)),
      latitude: middle(there.map((order) => order.latitude)),
      orders: there,
      late: there.some((order) => isLate(order, day)),
    }))
    .sort((a, b) => b.orders.length - a.orders.length || a.name.localeCompare(b.name));
}

function middle(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}

export function isLocated(place: Place): place is Place & { longitude: number; latitude: number } {
  return place.longitude !== null && place.latitude !== null;
}
