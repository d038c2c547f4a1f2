import { ROLES, type Role } from '@gridloop/api';
import { startWords } from '@gridloop/i18n';
import { cleanup, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { consoleWords } from '../words';
import { Navigation } from './Navigation';
import { routesFor } from './routes';
import { stages } from './stages';

beforeAll(() => {
  startWords('en', consoleWords);
});
afterEach(cleanup);

function linksOf(role: Role): string[] {
  render(
    <MemoryRouter>
      <Navigation role={role} />
    </MemoryRouter>,
  );
  return screen.getAllByRole('link').map((link) => link.textContent ?? '');
}

describe('the navigation', () => {
  it('is the loop in its order', () => {
    const loop = [
      'lake',
      'metrics',
      'territory',
      'catalog',
      'contact',
      'mining',
      'campaign',
      'dispatch',
      'monitor',
      'evaluate',
    ];
    const shown = stages.map((stage) => stage.name).filter((name) => loop.includes(name));
    expect(shown).toEqual(loop.filter((name) => shown.includes(name)));
  });

  it('shows a role only its own stages', () => {
    expect(linksOf('data_steward')).toContain('Data');
    cleanup();
    expect(linksOf('executive')).not.toContain('Data');
  });

  it('gives every role a home', () => {
    for (const role of ROLES) {
      expect(linksOf(role)[0]).toBe('Home');
      cleanup();
    }
  });

  it('has no address for the screens of other roles', () => {
    const paths = JSON.stringify(
      routesFor('hall_clerk').map((route) => route.children),
      (key, value: unknown) => (key === 'element' || key === 'errorElement' ? undefined : value),
    );
    expect(paths).not.toContain('"path":"kernel"');
    expect(paths).toContain('"path":"home"');
  });
});
