import { client } from '@gridloop/api';
import { CurrencyContext, TENANT_CURRENCY } from '@gridloop/i18n';
import { useEffect, useMemo, useState } from 'react';
import { BrowserRouter } from 'react-router';

import { forgetEverything, forgetHeld, forgetOwner, PhoneContext, PhoneDatabase, type Owner, type Phone } from '../store';
import { LeavingContext, serverTalk, SyncContext, SyncEngine } from '../sync';
import { deviceLabel } from './device-label';
import { HOME } from './keep-app';
import { Screens } from './Screens';

interface Props {
  owner: Owner;
  onOwner: (owner: Owner | null) => void;
  onSwitchedOff: () => void;
}

/** The app of one person: his store, his talk with the server, his screens. */
export function SignedIn({ owner, onOwner, onSwitchedOff }: Props) {
  const [phone] = useState<Phone>(() => ({ database: new PhoneDatabase(owner.username), owner }));
  const [engine] = useState(() => new SyncEngine(phone, serverTalk, deviceLabel()));
  useEffect(() => engine.start(), [engine]);
  useEffect(
    () =>
      engine.subscribe(() => {
        if (engine.current().kind === 'switched_off') void forgetAll(phone).then(onSwitchedOff);
      }),
    [engine, phone, onSwitchedOff],
  );
  const leaving = useMemo(
    () => ({
      signOut: async () => {
        await client.DELETE('/api/kernel/session');
        await forgetHeld(phone.database);
        await forgetOwner();
        history.replaceState(null, '', HOME);
        onOwner(null);
      },
    }),
    [phone, onOwner],
  );
  return (
    <PhoneContext value={phone}>
      <SyncContext value={engine}>
        <LeavingContext value={leaving}>
          <CurrencyContext value={owner.currency ?? TENANT_CURRENCY}>
            <BrowserRouter basename={HOME}>
              <Screens onOwner={onOwner} />
            </BrowserRouter>
          </CurrencyContext>
        </LeavingContext>
      </SyncContext>
    </PhoneContext>
  );
}

/** Leaves nothing of anybody on a phone that was switched off. */
async function forgetAll({ database }: Phone): Promise<void> {
  await forgetEverything(database);
  await forgetOwner();
  await client.DELETE('/api/kernel/session').catch(() => undefined);
  history.replaceState(null, '', HOME);
}
