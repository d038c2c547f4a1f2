import { describe, expect, it } from 'vitest';

import { customersConcerned } from './alerts';

describe('the customers an alert concerns', () => {
  it('are those in service, of its grid: nobody who has left is counted', () => {
    expect(customersConcerned({ people: '', org_code: 'LG0101' })).toBe(
      '/monitor/customers?grid_code=LG0101&in_service=true',
    );
    expect(customersConcerned({ people: 'new_customer', org_code: 'LG0101' })).toContain('tag=new_customer');
  });
});
