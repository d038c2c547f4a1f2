import { ErrorState } from '@gridloop/ui';
import { useRouteError } from 'react-router';

/** A screen that broke while it was drawn; the navigation around it still works. */
export function ScreenError() {
  return <ErrorState error={useRouteError()} onRetry={() => globalThis.location.reload()} />;
}
