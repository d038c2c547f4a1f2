import { useWords } from '@gridloop/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useRef } from 'react';

import type { Indicator } from '../indicators';

/** Says that an indicator was just published and is being worked out; once it is, its figures are read anew. */
export function Underway({ indicator }: { indicator: Indicator }) {
  const t = useWords('metrics');
  const cache = useQueryClient();
  const before = useRef(false);
  const underway = Boolean(indicator.underway);
  useEffect(() => {
    if (before.current && !underway) void cache.invalidateQueries({ queryKey: ['metrics'] });
    before.current = underway;
  }, [underway, cache]);
  return <div role="status">{underway && <Alert type="info" showIcon title={t('indicator.underway')} />}</div>;
}
