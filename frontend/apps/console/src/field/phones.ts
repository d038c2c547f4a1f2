import { client, read, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';

export type Phone = Row<'/api/field/devices'>;

export const phonesPage = (query: TableQuery): PageRead<Phone> => ({
  queryKey: ['field', 'devices', query],
  queryFn: () => read(client.GET('/api/field/devices', { params: { query } })),
});

/** Switches a phone off: it forgets everything when it next asks. */
export function useSwitchOff(deviceId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { reason: string }) =>
      read(client.POST('/api/field/devices/{device_id}/revoke', { params: { path: { device_id: deviceId } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['field', 'devices'] }),
  });
}
