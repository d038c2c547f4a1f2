import { createElement } from 'react';
import { describe, expect, it } from 'vitest';

import { toCsv } from './csv';
import { isNarrowed, readTableQuery, writeTableQuery } from './table-query';

const read = (text: string, prefix = '') => readTableQuery(new URLSearchParams(text), ['state'], prefix);

describe('the state of a table in the address', () => {
  it('is read with its defaults', () => {
    expect(read('')).toEqual({ offset: 0, limit: 20 });
    expect(read('offset=40&limit=50&sort=-name&q=a&state=open')).toEqual({
      offset: 40,
      limit: 50,
      sort: '-name',
      q: 'a',
      state: 'open',
    });
  });

  it('does not trust what somebody typed into the address', () => {
    expect(read('offset=-3&limit=x')).toEqual({ offset: 0, limit: 20 });
  });

  it('ignores parameters that are not of this table', () => {
    expect(read('other=1&b.state=open')).toEqual({ offset: 0, limit: 20 });
    expect(read('b.state=open', 'b.')).toMatchObject({ state: 'open' });
  });

  it('starts at the first row again when the list changes', () => {
    const now = new URLSearchParams('offset=40&state=open&keep=1');
    expect(writeTableQuery(now, { state: 'closed' }).toString()).toBe('state=closed&keep=1');
    expect(writeTableQuery(now, { offset: 60 }).get('offset')).toBe('60');
    expect(writeTableQuery(now, { state: undefined }).toString()).toBe('keep=1');
  });

  it('knows whether something narrows the list', () => {
    expect(isNarrowed(read('offset=20&sort=name'))).toBe(false);
    expect(isNarrowed(read('q=x'))).toBe(true);
    expect(isNarrowed(read('state=open'))).toBe(true);
  });
});

describe('an export', () => {
  const columns = [
    { key: 'name', title: '名称' },
    { key: 'value', title: 'Value', text: (row: { value: number }) => row.value.toFixed(1) },
  ];

  it('keeps Chinese, commas and quotes whole', () => {
    const csv = toCsv(columns, [{ name: '滨海, "A"', value: 1 }]);
    expect(csv).toBe('\uFEFF名称,Value\r\n"滨海, ""A""",1.0\r\n');
  });

  it('says a cell as the screen does: money in yuan, a day in its zone, a list in its words', () => {
    const fen = createElement('a', { href: '/x' }, '¥99.00');
    const shown = [
      { key: 'fee_fen', title: 'Fee', render: () => fen },
      { key: 'at', title: 'At', render: () => '2026-10-01 00:30' },
      { key: 'reasons', title: 'Why', render: () => ['overdue', ' · ', 'promised'] },
      { key: 'left', title: 'Left', render: () => '–' },
      { key: 'code', title: 'Code', render: () => createElement('i') },
      { key: 'reasons', title: 'Bare' },
    ];
    const row = { fee_fen: 9900, at: '2026-09-30T16:30:00Z', reasons: [{ text: 'x' }], left: null, code: 'K1' };
    expect(toCsv(shown, [row]).split('\r\n')[1]).toBe('¥99.00,2026-10-01 00:30,overdue · promised,,K1,');
  });

  it('does not hand a formula to a spreadsheet, and leaves numbers alone', () => {
    expect(toCsv(columns, [{ name: '=HYPERLINK(1)', value: -2 }])).toContain("'=HYPERLINK(1),-2.0");
    for (const amount of ['-¥1,234.50', '+3.2%', '-1e-7'])
      expect(toCsv(columns, [{ name: amount, value: 1 }])).not.toContain("'");
    expect(toCsv(columns, [{ name: '-A1+2', value: 1 }])).toContain("'-A1+2");
  });
});
