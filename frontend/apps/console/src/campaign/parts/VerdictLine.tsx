import { useLanguage, useWords } from '@gridloop/i18n';
import { State } from '@gridloop/ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import type { Unmet } from '../targets';
import { UnmetWords } from './UnmetWords';

interface Props {
  answer: {
    customer_id: string;
    text_zh: string;
    text_en: string;
    unmet: Unmet | null;
  };
  isIn: boolean;
  children?: ReactNode;
}

/** One customer: in or not, and the condition that leaves him out. */
export function VerdictLine({ answer, isIn, children }: Props) {
  const t = useWords('campaign');
  const language = useLanguage();
  return (
    <p>
      <Link to={`/monitor/customers/${answer.customer_id}`}>{answer.customer_id}</Link>{' '}
      <State tone={isIn ? 'done' : 'idle'}>
        {(language === 'zh' ? answer.text_zh : answer.text_en) || t('why.unknown')}
      </State>
      {children}
      {answer.unmet && <UnmetWords unmet={answer.unmet} />}
    </p>
  );
}
