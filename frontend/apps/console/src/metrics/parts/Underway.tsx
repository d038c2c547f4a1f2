import { useFormat, useWords } from '@gridloop/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useRef } from 'react';

import type { Indicator } from '../indicators';

/** Says that an indicator was just published and is being worked out, and which months still follow an earlier definition. */
export function Underway({ indicator }: { indicator: Indicator }) {
  const t = useWords('metrics');
  const format = useFormat();
  const cache = useQueryClient();
  const before = useRef(false);
  const underway = Boolean(indicator.underway);
  // once it is worked out, its figures are read anew
  useEffect(() => {
    if (before.current && !underway) void cache.invalidateQueries({ queryKey: ['metrics'] });
    before.current = underway;
  }, [underway, cache]);
  const months = indicator.outdated.map((one) => format.month(one.cycle)).join(t('define.comma'));
  return (
    <div role="status">
      {underway && <Alert type="info" showIcon title={t('indicator.underway')} />}
      {!underway && months && <p style={{ marginBlock: 8 }}>{t('indicator.outdated', { months })}</p>}
    </div>
  );
}
