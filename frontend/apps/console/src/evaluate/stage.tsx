import { LEADERS, SELLERS } from '@gridloop/api';
import type { StageScreens } from '@gridloop/ui';

import { EvaluateTabs } from './EvaluateTabs';

/** What campaigns were worth, what people earned, and whether what they reported is true. */
export const evaluate: StageScreens = {
  name: 'evaluate',
  roles: [...LEADERS, 'auditor', ...SELLERS],
  routes: [
    {
      element: <EvaluateTabs />,
      children: [
        { index: true, lazy: () => import('./ResultsScreen') },
        { path: 'results/:code', lazy: () => import('./ResultScreen') },
        { path: 'points', lazy: () => import('./PointsScreen') },
        { path: 'points/:person', lazy: () => import('./PersonScreen') },
        { path: 'ledger', lazy: () => import('./LedgerScreen') },
        { path: 'ledger/:id', lazy: () => import('./LedgerLineScreen') },
        { path: 'truth', lazy: () => import('./TruthScreen') },
        { path: 'truth/rates', lazy: () => import('./TruthRatesScreen') },
        { path: 'truth/checks/:id', lazy: () => import('./CheckScreen') },
        { path: 'cycles', lazy: () => import('./CyclesScreen') },
        { path: 'appeals', lazy: () => import('./AppealsScreen') },
      ],
    },
  ],
};
