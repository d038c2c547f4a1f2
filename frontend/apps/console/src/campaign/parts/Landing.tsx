import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';

/** A part of a screen that an address with its name after the # leads to, also when the screen is open already. */
export function Landing({ name, children }: { name: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash === `#${name}`) place.current?.scrollIntoView({ block: 'start' });
  }, [hash, key, name]);
  return (
    <div ref={place} id={name} style={{ scrollMarginTop: 60 }}>
      {children}
    </div>
  );
}
