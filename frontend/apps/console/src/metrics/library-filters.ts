import { useWords } from '@gridloop/i18n';
import type { Filter } from '@gridloop/ui';

import { STATES, STEWARDS } from './stewards';

/** The filters that the indicator and the tag library share: whose they are, and whether they are in force. */
export function useLibraryFilters(): Filter[] {
  const t = useWords('metrics');
  return [
    {
      name: 'owner',
      label: t('indicator.owner'),
      options: STEWARDS.map((value) => ({ value, label: t(`library.owners.${value}`) })),
    },
    {
      name: 'state',
      label: t('indicator.state'),
      unset: t('library.states.published'),
      options: STATES.filter((value) => value !== 'published').map((value) => ({
        value,
        label: t(`library.states.${value}`),
      })),
    },
  ];
}
