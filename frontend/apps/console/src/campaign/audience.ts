import { client, read, type Answer, type components } from '@gridloop/api';
import { queryOptions } from '@tanstack/react-query';

import type { Forecast, PlanBody } from './campaigns';

export type FieldGiven = Answer<'/api/campaign/fields'>[number];
export type Choices = Answer<'/api/campaign/choices'>;
export type Count = components['schemas']['CountOut'];
export type Size = components['schemas']['SizeOut'];
export type GateVerdict = components['schemas']['GateOut'];
export type Exclusions = components['schemas']['ExclusionsBody'];
export type AudienceBody = components['schemas']['AudienceBody'];
export type CustomerBody = components['schemas']['CustomerBody'];
export type CustomerVerdict = components['schemas']['CustomerOut'];
export type GateBody = components['schemas']['GateBody'];

const SELDOM = 5 * 60_000;
// The reads below are given up as soon as the conditions change again: only the newest audience is of interest. The server
// does not notice that nobody waits any more; by the editor's name it knows which question a newer one overtakes.
const by = (editor: string) => ({ params: { header: { Editor: editor } } });

/** Has the server end whatever an editor still asks. */
export const giveUp = (editor: string) =>
  client.POST('/api/campaign/audience/give-up', { body: { editor }, keepalive: true });

export const fields = queryOptions({
  queryKey: ['campaign', 'fields'],
  queryFn: () => read(client.GET('/api/campaign/fields')),
  staleTime: SELDOM,
});

export const choices = queryOptions({
  queryKey: ['campaign', 'choices'],
  queryFn: () => read(client.GET('/api/campaign/choices')),
  staleTime: SELDOM,
});

export const size = (editor: string, body: AudienceBody) =>
  queryOptions({
    queryKey: ['campaign', 'audience-size', body],
    queryFn: ({ signal }) => read<Size>(client.POST('/api/campaign/audience/size', { body, signal, ...by(editor) })),
  });

export const count = (editor: string, body: AudienceBody) =>
  queryOptions({
    queryKey: ['campaign', 'audience-count', body],
    queryFn: ({ signal }) => read<Count>(client.POST('/api/campaign/audience/count', { body, signal, ...by(editor) })),
  });

export const gateVerdict = (editor: string, body: GateBody) =>
  queryOptions({
    queryKey: ['campaign', 'audience-gate', body],
    queryFn: ({ signal }) =>
      read<GateVerdict>(client.POST('/api/campaign/audience/gate', { body, signal, ...by(editor) })),
  });

/** What the audience makes of one customer. */
export const customerVerdict = (body: CustomerBody) =>
  queryOptions({
    queryKey: ['campaign', 'audience-customer', body],
    queryFn: ({ signal }) => read<CustomerVerdict>(client.POST('/api/campaign/audience/customer', { body, signal })),
    retry: false,
  });

export const forecast = (editor: string, body: PlanBody) =>
  queryOptions({
    queryKey: ['campaign', 'forecast', body],
    queryFn: ({ signal }) => read<Forecast>(client.POST('/api/campaign/forecast', { body, signal, ...by(editor) })),
  });
