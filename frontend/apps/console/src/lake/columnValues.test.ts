import { describe, expect, it } from 'vitest';

import { linesOfValues, valuesOfLines, writtenIn } from './columnValues';

describe('what the values of a column stand for', () => {
  it('is a line each, and the lines say the same again', () => {
    const values = [
      { written: '男', ours: 'M' },
      { written: '2', ours: '' },
    ];
    expect(linesOfValues(values)).toBe('男=M\n2=');
    expect(valuesOfLines(linesOfValues(values))).toEqual(values);
  });
  it('leaves a line alone that is being typed', () => {
    expect(linesOfValues(valuesOfLines('男=M\n女'))).toBe('男=M\n女');
  });
  it('takes the sign of a Chinese keyboard', () => {
    expect(valuesOfLines('男＝M')).toEqual([{ written: '男', ours: 'M' }]);
  });
});

it('offers other units where the numbers of a column have one', () => {
  expect(writtenIn('money', '')).toContain('fen');
  expect(writtenIn('whole', 'MB')).toContain('GB');
  expect(writtenIn('whole', 'ports')).toEqual([]);
  expect(writtenIn('text', 'MB')).toEqual([]);
});
