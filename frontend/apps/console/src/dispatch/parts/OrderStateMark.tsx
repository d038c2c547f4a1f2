import { useWords } from '@gridloop/i18n';
import { State, type Tone } from '@gridloop/ui';

import type { OrderState } from '../orders';

const TONES: Partial<Record<OrderState, Tone>> = {
  acknowledged: 'active',
  in_progress: 'active',
  completed: 'done',
};

/** The state of an order in words; red only when it is overdue and waits for somebody. */
export function OrderStateMark({ state, overdue }: { state: OrderState; overdue: boolean }) {
  const t = useWords('dispatch');
  if (overdue) return <State tone="attention">{t('order.overdueState', { state: t(`order.states.${state}`) })}</State>;
  return <State tone={TONES[state] ?? 'idle'}>{t(`order.states.${state}`)}</State>;
}
