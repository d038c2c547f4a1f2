import Dexie, { type EntityTable, type Table } from 'dexie';

import type { DiaryRow, Facts, HeldRow, OutboxRow, Owner, RefusedRow } from './rows';

const PREFIX = 'gridloop-field';

/**
 * Everything one person's work leaves on this phone. Only keys are indexed, values are read whole: so the values
 * can be sealed without changing who reads them.
 */
export class PhoneDatabase extends Dexie {
  held!: Table<HeldRow, [string, string]>;
  outbox!: EntityTable<OutboxRow, 'order'>;
  refused!: EntityTable<RefusedRow, 'id'>;
  diary!: EntityTable<DiaryRow, 'contactId'>;
  facts!: Table<{ name: 'facts'; value: Facts }, string>;

  constructor(username: string) {
    // Strict: a record is on the disk before the screen says that it is kept.
    super(`${PREFIX}:${username}`, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({
      held: '[kind+key], kind',
      outbox: '++order',
      refused: '++id',
      diary: 'contactId, day',
      facts: 'name',
    });
  }
}

/** Which person the phone belongs to now; apart from their work, which each person has for himself. */
class OwnerDatabase extends Dexie {
  owner!: Table<{ name: 'owner'; value: Owner }, string>;

  constructor() {
    super(PREFIX, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ owner: 'name' });
  }
}

let owners: OwnerDatabase | null = null;

function ownerTable() {
  owners ??= new OwnerDatabase();
  return owners.owner;
}

export async function readOwner(): Promise<Owner | null> {
  return (await ownerTable().get('owner'))?.value ?? null;
}

export async function keepOwner(owner: Owner): Promise<void> {
  await ownerTable().put({ name: 'owner', value: owner });
}

export async function forgetOwner(): Promise<void> {
  await ownerTable().delete('owner');
}
