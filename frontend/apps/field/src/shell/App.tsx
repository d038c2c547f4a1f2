import { useEffect, useState } from 'react';

import { readOwner, type Owner } from '../store';
import { SignedIn } from './SignedIn';
import { SignIn } from './SignIn';
import { SwitchedOff } from './SwitchedOff';

/** Whose phone is this? Known without a network once somebody has signed in. */
export function App() {
  const [owner, setOwner] = useState<Owner | null>();
  const [switchedOff, setSwitchedOff] = useState(false);
  useEffect(() => {
    void readOwner().then(setOwner);
  }, []);
  if (switchedOff) return <SwitchedOff onGoOn={() => setSwitchedOff(false)} />;
  if (owner === undefined) return null;
  if (!owner) return <SignIn onSignedIn={setOwner} />;
  return (
    <SignedIn
      key={owner.username}
      owner={owner}
      onOwner={setOwner}
      onSwitchedOff={() => {
        setSwitchedOff(true);
        setOwner(null);
      }}
    />
  );
}
