import { startWords } from '@gridloop/i18n';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MemoryRouter } from 'react-router';

import { uiWords } from '../own-words';
import { AppTheme } from '../theme/AppTheme';
import { ShareLink } from './ShareLink';

beforeAll(() => startWords('en', uiWords));
afterEach(cleanup); // what is still drawn when the test's window is gone would be an error of the whole run

describe('the link to share', () => {
  it('keeps what stands in the address and adds what was shown without being said', async () => {
    render(
      <AppTheme>
        <MemoryRouter initialEntries={['/metrics?sort=-value&q=a&cycle=2026-09']}>
          <ShareLink shown={{ org: 'LG01', cycle: '2026-10', domain: undefined }} />
        </MemoryRouter>
      </AppTheme>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    const field = await screen.findByLabelText('Share this view');
    const query = new URLSearchParams((field as HTMLInputElement).value.split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({ sort: '-value', q: 'a', cycle: '2026-10', org: 'LG01' });
  });
});
