import { useMe } from '@gridloop/api';

/** Whether the reader may open a place whole: everybody here but the administrator, whom customers do not concern. */
export function useOpensPlaces(): boolean {
  return useMe().role !== 'administrator';
}
