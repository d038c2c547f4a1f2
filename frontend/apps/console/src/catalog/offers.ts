import { client, read, type Answer, type Row } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions } from '@tanstack/react-query';

export type Offer = Row<'/api/catalog/offers'>;
export type OfferDetail = Answer<'/api/catalog/offers/{offer_code}'>;
export type OfferKind = Offer['kind'];

export const OFFER_KINDS = ['mobile_plan', 'broadband', 'bundle', 'data_pack', 'tv', 'retention'] as const;

export const offersPage = (query: TableQuery): PageRead<Offer> => ({
  queryKey: ['catalog', 'offers', query],
  queryFn: () => {
    const { kind, withdrawn, ...rest } = query;
    const narrowed = { ...rest, kind: kind as OfferKind | undefined, withdrawn: withdrawn === 'true' };
    return read(client.GET('/api/catalog/offers', { params: { query: narrowed } }));
  },
});

export const offerDetail = (code: string) =>
  queryOptions({
    queryKey: ['catalog', 'offers', code],
    queryFn: () => read(client.GET('/api/catalog/offers/{offer_code}', { params: { path: { offer_code: code } } })),
  });
