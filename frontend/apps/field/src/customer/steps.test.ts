import { describe, expect, it } from 'vitest';

import { stepsOf } from './steps';

describe('a script', () => {
  it('is said line by line, numbered or not', () => {
    expect(stepsOf('1. 您好。我姓刘。\n2、您看现在办吗？')).toEqual(['您好。我姓刘。', '您看现在办吗？']);
  });

  it('of one line is said sentence by sentence, and never cut inside a number', () => {
    expect(stepsOf('您好，我姓刘。每月 129.00 元！可以吗？')).toEqual(['您好，我姓刘。', '每月 129.00 元！', '可以吗？']);
    expect(stepsOf('Hello. It is ¥129.00 a month. May I?')).toEqual(['Hello.', 'It is ¥129.00 a month.', 'May I?']);
    expect(stepsOf('')).toEqual([]);
  });
});
