import { describe, expect, it } from 'vitest';

import { contactArgs, questionsFor } from './questions';

const GIVEN = {
  contactId: 'c',
  orderId: 'W1',
  channel: 'visit',
  details: {},
  position: null,
  startedAt: new Date('2026-11-03T01:00:00Z'),
  endedAt: new Date('2026-11-03T01:05:00Z'),
} as const;

describe('questions about an outcome', () => {
  it('ask for the competitor only where the customer is tied to one', () => {
    expect(questionsFor('refused', {})).toEqual(['objection']);
    expect(questionsFor('refused', { objection: 'price' })).toEqual(['objection']);
    expect(questionsFor('refused', { objection: 'competitor' })).toContain('contract_end');
  });
});

describe('the record of a contact', () => {
  it('says only what belongs to the outcome', () => {
    const details = { objection: 'competitor', competitor: 'x', contractEnd: '2027-01-31', nextOn: '2026-11-05' } as const;
    const refused = contactArgs({ ...GIVEN, outcome: 'refused', details });
    expect(refused).toMatchObject({ objection: 'competitor', competitor: 'x', competitor_contract_end_on: '2027-01-31' });
    expect(refused).not.toHaveProperty('next_on');
    expect(contactArgs({ ...GIVEN, outcome: 'accepted', details })).toEqual({
      contact_id: 'c',
      order_id: 'W1',
      channel: 'visit',
      outcome: 'accepted',
      started_at: '2026-11-03T01:00:00.000Z',
      ended_at: '2026-11-03T01:05:00.000Z',
    });
  });

  it('holds a position only when one was taken', () => {
    const position = { longitude: 121.4, latitude: 37.5 };
    expect(contactArgs({ ...GIVEN, outcome: 'accepted', position })).toMatchObject(position);
  });
});
