import { useWords } from '@gridloop/i18n';
import { App } from 'antd';
import { useMemo } from 'react';

import { titleOf } from './ErrorState';

interface Tell {
  done: (text: string) => void;
  failed: (error: unknown) => void;
}

/** Says briefly that an act was done or failed. */
export function useTell(): Tell {
  const { message } = App.useApp();
  const t = useWords('ui');
  return useMemo(
    () => ({
      done: (text) => void message.success(text),
      failed: (error) => void message.error(titleOf(error, t), 6),
    }),
    [message, t],
  );
}
