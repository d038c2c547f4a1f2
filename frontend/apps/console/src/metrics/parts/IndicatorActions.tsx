import { useNameOf, useWords } from '@gridloop/i18n';
import { useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { usePublish } from '../definitions';
import type { Indicator } from '../indicators';
import { indicatorUsers } from '../tags';
import { RetireDialog } from './RetireDialog';

/** What may be done with an indicator of the library. */
export function IndicatorActions({ indicator }: { indicator: Indicator }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const tell = useTell();
  const publish = usePublish('indicator');
  const [retiring, setRetiring] = useState(false);
  const users = useQuery({ ...indicatorUsers(indicator.code), enabled: retiring });
  const put = () =>
    publish.mutate(indicator.code, {
      onSuccess: () => tell.done(t('indicator.published')),
      onError: (error) => tell.failed(error),
    });
  return (
    <Space size={4}>
      {indicator.own && (
        <Link to={`/metrics/indicators/${indicator.code}/edit`}>
          <Button size="small">{t('tag.edit')}</Button>
        </Link>
      )}
      {indicator.has_draft && (
        <Button size="small" type="primary" loading={publish.isPending} onClick={put}>
          {t('tag.publish')}
        </Button>
      )}
      {indicator.state === 'retired' && !indicator.has_draft && (
        <Button size="small" loading={publish.isPending} onClick={put}>
          {t('tag.restore')}
        </Button>
      )}
      {indicator.state === 'published' && (
        <Button size="small" onClick={() => setRetiring(true)}>
          {t('tag.retire')}
        </Button>
      )}
      {retiring && (
        <RetireDialog
          kind="indicator"
          code={indicator.code}
          name={nameOf(indicator)}
          users={users.data}
          onClose={() => setRetiring(false)}
        />
      )}
    </Space>
  );
}
