import { useWords } from '@gridloop/i18n';
import { useState } from 'react';

import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';

export interface Position {
  longitude: number;
  latitude: number;
}

const PATIENCE_MS = 15_000;

interface Props {
  position: Position | null;
  onPosition: (position: Position | null) => void;
}

/** One position for one visit, when its maker taps for it; the phone is never followed. */
export function PositionChip({ position, onPosition }: Props) {
  const t = useWords('outcome');
  const [state, setState] = useState<'idle' | 'asking' | 'denied'>('idle');
  if (!('geolocation' in navigator)) return null;
  const ask = () => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle');
        onPosition({ longitude: coords.longitude, latitude: coords.latitude });
      },
      () => setState('denied'),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  };
  if (position) {
    return (
      <Button small icon="check" onClick={() => onPosition(null)}>
        {t('position.taken')}
      </Button>
    );
  }
  if (state === 'denied') return <Notice icon="map">{t('position.denied')}</Notice>;
  return (
    <Button tone="quiet" small icon="map" disabled={state === 'asking'} onClick={ask}>
      {state === 'asking' ? t('position.asking') : t('position.ask')}
    </Button>
  );
}
