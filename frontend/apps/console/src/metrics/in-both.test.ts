import { expect, it } from 'vitest';

import { inBoth } from './in-both';

it('lets the Chinese stand where the English was left out', () => {
  expect(inBoth({ zh: ' 银发客户 ' })).toEqual({ zh: '银发客户', en: '银发客户' });
  expect(inBoth({ zh: '银发客户', en: ' ' })).toEqual({ zh: '银发客户', en: '银发客户' });
  expect(inBoth({ zh: '银发客户', en: 'Seniors' })).toEqual({ zh: '银发客户', en: 'Seniors' });
});
