import { startWords } from '@gridloop/i18n';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';

import { uiWords } from '../own-words';
import { FileChoice } from './FileChoice';

beforeAll(() => {
  startWords('en', uiWords);
});
afterEach(cleanup);

const bill = new File(['a,b\n1,2\n'], 'bill.csv', { type: 'text/csv' });

it('tells of the file that was chosen, and takes the same one again once it was changed', async () => {
  const choose = vi.fn();
  render(<FileChoice id="f" label="Choose a file" accept=".csv" file={null} onChoose={choose} />);
  const input = screen.getByLabelText('Choose a file');
  await userEvent.upload(input, bill);
  await userEvent.upload(input, bill);
  expect(choose.mock.calls).toEqual([[bill], [bill]]);
});

it('takes a file that is dropped on it, unless it is busy', () => {
  const choose = vi.fn();
  const { rerender } = render(<FileChoice id="f" label="Choose" accept=".csv" file={null} onChoose={choose} />);
  fireEvent.drop(screen.getByText('or drop the file here'), { dataTransfer: { files: [bill] } });
  expect(choose).toHaveBeenCalledExactlyOnceWith(bill);
  rerender(<FileChoice id="f" label="Choose" accept=".csv" file={bill} disabled onChoose={choose} />);
  fireEvent.drop(screen.getByText(/bill\.csv/), { dataTransfer: { files: [bill] } });
  expect(choose).toHaveBeenCalledTimes(1);
});
