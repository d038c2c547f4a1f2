import { Navigate, Outlet, Route, Routes, useNavigate } from 'react-router';

import { CustomerScreen } from '../customer/CustomerScreen';
import { DayScreen } from '../day/DayScreen';
import { MapScreen } from '../map/MapScreen';
import { OutcomeScreen } from '../outcome/OutcomeScreen';
import { LineScreen } from '../points/LineScreen';
import { PointsScreen } from '../points/PointsScreen';
import { SettingsScreen } from '../settings/SettingsScreen';
import { SyncScreen } from '../settings/SyncScreen';
import { usePhone, type Owner } from '../store';
import { useSync } from '../sync';
import { TodayScreen } from '../today/TodayScreen';
import { SignIn } from './SignIn';
import { TabBar } from './TabBar';
import { UndoBar } from './UndoBar';

/** Every screen and its address. */
export function Screens({ onOwner }: { onOwner: (owner: Owner) => void }) {
  return (
    <Routes>
      <Route element={<Tabs />}>
        <Route index element={<TodayScreen />} />
        <Route path="map" element={<MapScreen />} />
        <Route path="day" element={<DayScreen />} />
        <Route path="points" element={<PointsScreen />} />
        <Route path="settings" element={<SettingsScreen />} />
      </Route>
      <Route path="points/:cycle/:rule" element={<LineScreen />} />
      <Route path="order/:id" element={<CustomerScreen />} />
      <Route path="order/:id/result/:channel" element={<OutcomeScreen />} />
      <Route path="sync" element={<SyncScreen />} />
      <Route path="sign-in" element={<SignInAgain onOwner={onOwner} />} />
      <Route path="*" element={<Navigate to="/" replace />} />
    </Routes>
  );
}

function Tabs() {
  return (
    <>
      <Outlet />
      <UndoBar />
      <TabBar />
    </>
  );
}

/** The sign-in ran out; the work on this phone stays whoever signs in. */
function SignInAgain({ onOwner }: { onOwner: (owner: Owner) => void }) {
  const { owner } = usePhone();
  const sync = useSync();
  const navigate = useNavigate();
  const goOn = (now: Owner) => {
    void navigate('/', { replace: true });
    if (now.username !== owner.username) return onOwner(now);
    void sync.run();
  };
  return <SignIn expected={owner} onSignedIn={goOn} />;
}
