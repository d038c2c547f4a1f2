import { client, read, upload, type Answer } from '@gridloop/api';
import type { PageRead, TableQuery } from '@gridloop/ui';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

/** A contract as the server understood it: its text, its facts, its trouble, and what it changes. */
export type CheckedContract = Answer<'/api/lake/feeds/{feed}/contract/form'>;
export type ContractForm = NonNullable<CheckedContract['form']>;
export type ContractColumn = ContractForm['columns'][number];
export type ContractVersion = Answer<'/api/lake/feeds/{feed}/contract/versions'>['items'][number];

/** What a sample showed of its columns, beside the contract that is proposed from it. */
export interface ContractDraft {
  form: ContractForm;
  yaml: string;
  seen: { header: string; examples: string[]; empty_share: number; distinct: number }[];
  rows: number;
  /** What looks wrong in the sample although it could be read. */
  notes: { code: string; text: string; mend: string }[];
}

/** What would become of a file under a contract. */
export interface Trial {
  file_name: string;
  rows_read: number;
  rows_refused: number;
  refused: { reason: string; label: string; column: string; rows: number; first_line: number }[];
  unknown_columns: string[];
  becomes: Record<string, number>;
  whole_refused: boolean;
  /** Why a load would stop although its rows pass. */
  problems: { code: string; text: string; mend: string }[];
  cut: boolean;
  /** What a load would tell beside. */
  notes: { code: string; text: string; mend: string }[];
}

export const contractForm = (feed: string) =>
  queryOptions({
    queryKey: ['lake', 'contract-form', feed],
    queryFn: () => read(client.GET('/api/lake/feeds/{feed}/contract/form', { params: { path: { feed } } })),
    refetchOnWindowFocus: false,
  });

export const contractVersions =
  (feed: string) =>
  (query: TableQuery): PageRead<ContractVersion> => ({
    queryKey: ['lake', 'contract-versions', feed, query],
    queryFn: () => read(client.GET('/api/lake/feeds/{feed}/contract/versions', { params: { path: { feed }, query } })),
  });

export const contractVersion = (feed: string, id: number) =>
  queryOptions({
    queryKey: ['lake', 'contract-versions', feed, id],
    queryFn: () =>
      read(
        client.GET('/api/lake/feeds/{feed}/contract/versions/{version_id}', {
          params: { path: { feed, version_id: id } },
        }),
      ),
  });

export const useDraftContract = () =>
  useMutation({ mutationFn: (sample: File) => upload<ContractDraft>('/api/lake/contracts/draft', sample) });

/** Checks a text, or a text with the facts of a form written into it. */
export const checkContract = (body: { yaml: string; form: ContractForm | null }): Promise<CheckedContract> =>
  read(client.POST('/api/lake/contracts/check', { body }));

export const useTryContract = () =>
  useMutation({
    mutationFn: ({ yaml, sample }: { yaml: string; sample: File | null }): Promise<Trial> =>
      sample
        ? upload<Trial>('/api/lake/contracts/trial', sample, { yaml })
        : read(client.POST('/api/lake/contracts/trial/last', { body: { yaml } })),
  });

/** Puts a contract in force. */
export function useSaveContract() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { yaml: string; based_on: string; note: string }) =>
      read(client.POST('/api/lake/contracts', { body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['lake'] }),
  });
}
