import { ApiProblem, type Page } from '@gridloop/api';
import { startWords } from '@gridloop/i18n';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryRouter, useLocation } from 'react-router';

import { uiWords } from '../own-words';
import { AppTheme } from '../theme/AppTheme';
import { DataTable } from './DataTable';
import type { TableQuery } from './table-query';

interface Fruit {
  code: string;
  weight: number;
}

const asked: TableQuery[] = [];
let answer: (query: TableQuery) => Promise<Page<Fruit>>;

beforeAll(() => {
  startWords('en', uiWords);
  // A desk: every width that Ant Design asks about is there.
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} }));
});
beforeEach(() => {
  asked.length = 0;
  answer = (query) =>
    Promise.resolve({ items: [{ code: 'pear', weight: 7 }], total: 41, offset: query.offset, limit: query.limit });
});
afterEach(cleanup);

function Address() {
  return <output data-testid="address">{useLocation().search}</output>;
}

function show(address = '/') {
  const page = (query: TableQuery) => ({
    queryKey: ['fruit', query],
    queryFn: () => {
      asked.push(query);
      return answer(query);
    },
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <AppTheme>
        <MemoryRouter initialEntries={[address]}>
          <DataTable
            label="Fruit"
            columns={[
              { key: 'code', title: 'Code', sortable: true },
              { key: 'weight', title: 'Weight', numeric: true },
            ]}
            rowKey={(row) => row.code}
            page={page}
            search="Search fruit"
            filters={[{ name: 'kind', label: 'Kind', options: [{ value: 'stone', label: 'Stone' }] }]}
            empty="nothing grows here"
          />
          <Address />
        </MemoryRouter>
      </AppTheme>
    </QueryClientProvider>,
  );
}

describe('the table', () => {
  it('asks the server for what stands in the address', async () => {
    show('/?offset=20&sort=-code&q=pe&kind=stone&stranger=1');
    await screen.findByText('pear');
    expect(asked[0]).toEqual({ offset: 20, limit: 20, sort: '-code', q: 'pe', kind: 'stone' });
    expect(screen.getByText('41 rows')).toBeTruthy();
  });

  it('puts a change of order and a search into the address and starts at the first row', async () => {
    show('/?offset=20');
    await screen.findByText('pear');
    await userEvent.click(screen.getByText('Code'));
    expect(screen.getByTestId('address').textContent).toBe('?sort=code');
    await userEvent.type(screen.getByLabelText('Search fruit'), 'plum{Enter}');
    expect(screen.getByTestId('address').textContent).toBe('?sort=code&q=plum');
  });

  it('tells an empty list from one that is narrowed to nothing', async () => {
    answer = () => Promise.resolve({ items: [], total: 0, offset: 0, limit: 20 });
    show();
    await screen.findByText('nothing grows here');
    cleanup();
    show('/?q=zzz');
    await screen.findByText('Nothing matches. Loosen the filters');
  });

  it('shows what is wrong, where, and how to mend it', async () => {
    const errors = [{ where: 'sort', what: 'cannot sort by colour', mend: 'sort by code' }];
    answer = () => Promise.reject(new ApiProblem(400, { title: 'Bad order', errors }));
    show();
    await screen.findByText('Bad order');
    expect(screen.getByText('sort')).toBeTruthy();
    expect(screen.getByText(/sort by code/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});
