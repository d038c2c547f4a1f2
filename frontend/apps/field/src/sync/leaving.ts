import { createContext, useContext } from 'react';

export interface Leaving {
  /** Signs out; throws `ApiProblem` when the server cannot be told. */
  signOut: () => Promise<void>;
}

export const LeavingContext = createContext<Leaving | null>(null);

export function useLeaving(): Leaving {
  const leaving = useContext(LeavingContext);
  if (!leaving) throw new Error('useLeaving outside of the signed-in part of the app');
  return leaving;
}
