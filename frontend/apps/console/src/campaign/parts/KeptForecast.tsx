import { LEADERS, useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { EmptyState, Section, useTell } from '@gridloop/ui';
import { Button } from 'antd';

import { usePrepareForecast, type Campaign } from '../campaigns';
import { ForecastLines } from './ForecastLines';

const BEFORE_LAUNCH = ['draft', 'rejected', 'submitted', 'approved'];

/** The forecast that is kept with a campaign; before the launch it can be prepared anew. */
export function KeptForecast({ campaign }: { campaign: Campaign }) {
  const t = useWords('campaign');
  const tell = useTell();
  const { role } = useMe();
  const prepare = usePrepareForecast(campaign.code);
  const button = BEFORE_LAUNCH.includes(campaign.state) && LEADERS.includes(role) && (
    <Button loading={prepare.isPending} onClick={() => prepare.mutate(undefined, { onError: tell.failed })}>
      {t(campaign.forecast ? 'forecast.again' : 'forecast.prepare')}
    </Button>
  );
  if (!campaign.forecast && !button) return null;
  return (
    <Section title={t('forecast.title')} extra={campaign.forecast && button}>
      {campaign.forecast ? (
        <ForecastLines forecast={campaign.forecast} goals={campaign} whole />
      ) : (
        <EmptyState title={t('forecast.none')} action={button} />
      )}
    </Section>
  );
}
