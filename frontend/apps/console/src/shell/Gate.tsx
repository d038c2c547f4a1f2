import { isSignedIn, sessionQuery } from '@gridloop/api';
import { CurrencyContext, ZoneContext } from '@gridloop/i18n';
import { ErrorState, Loading } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { createBrowserRouter, RouterProvider } from 'react-router';

import { FirstPassword } from './FirstPassword';
import { FIELD_APP, worksInTheField } from './landing';
import { routesFor } from './routes';
import { SignIn } from './SignIn';

/** Asks who is here: nobody signs in, people of the field go to their phone app, all others enter the console. */
export function Gate() {
  const session = useQuery(sessionQuery);
  const me = isSignedIn(session.data) ? session.data : null;
  const role = me?.role;
  const router = useMemo(() => (role ? createBrowserRouter(routesFor(role)) : null), [role]);
  if (session.isPending) return <Loading />;
  if (!session.data) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (!me || !router) return <SignIn session={session.data} />;
  if (me.must_change_password) return <FirstPassword me={me} />;
  if (worksInTheField(me.role)) {
    globalThis.location.replace(FIELD_APP);
    return <Loading />;
  }
  return (
    <ZoneContext value={me.time_zone}>
      <CurrencyContext value={me.currency}>
        <RouterProvider router={router} />
      </CurrencyContext>
    </ZoneContext>
  );
}
