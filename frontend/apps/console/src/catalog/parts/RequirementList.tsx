import { useLanguage } from '@gridloop/i18n';

import type { OfferDetail } from '../offers';

interface Props {
  requirements: OfferDetail['who_may_hold_it'];
  /** Said when there are none. */
  none: string;
}

/** What a customer must fulfil to hold an offer, or what he does not. */
export function RequirementList({ requirements, none }: Props) {
  const language = useLanguage();
  if (requirements.length === 0) return <p>{none}</p>;
  return (
    <ul>
      {requirements.map((one) => (
        <li key={one.code}>{one[language]}</li>
      ))}
    </ul>
  );
}
