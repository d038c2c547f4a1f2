import { describe, expect, it } from 'vitest';

import { figuresWorkbook, workbookOf } from './workbooks';

describe('the address of a workbook', () => {
  it('carries the order, search and filters of the table and what the screen is about, but no page', () => {
    const address = workbookOf('market-areas', { cycle: '2026-10', org_code: 'LG01', operator: 'A', level: 'grid' });
    expect(address({ offset: 40, limit: 20, sort: '-user_share', q: '新村' })).toBe(
      '/api/metrics/market-areas.xlsx?sort=-user_share&q=%E6%96%B0%E6%9D%91&cycle=2026-10&org_code=LG01&operator=A&level=grid',
    );
  });

  it('leaves out what was not chosen', () => {
    expect(figuresWorkbook('dashboard', { org_code: 'LG', cycle: null, domain: undefined })).toBe(
      '/api/metrics/dashboard.xlsx?org_code=LG',
    );
  });
});
