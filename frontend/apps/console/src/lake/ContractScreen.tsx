import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { EmptyState, Loaded, PageHeader } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { contractForm } from './contracts';
import { ContractEditor } from './parts/ContractEditor';
import { STEWARDS } from './stewards';

/** What is agreed about a feed, to be changed: what would the change refuse? */
export function Component() {
  const t = useWords('lake');
  const { feed = '' } = useParams();
  const opened = useQuery(contractForm(feed));
  const header = (
    <PageHeader
      title={t('edit.title', { feed })}
      lead={t('edit.lead')}
      crumbs={[
        { label: t('feeds.title'), to: '/lake' },
        { label: feed, to: `/lake/feeds/${feed}` },
      ]}
    />
  );
  if (!STEWARDS.includes(useMe().role)) return <EmptyState title={t('edit.stewardsOnly')} />;
  return (
    <Loaded query={opened} header={header}>
      {(checked) => (
        <>
          {header}
          <ContractEditor
            key={`${feed} ${checked.in_force}`}
            start={{ yaml: checked.yaml, form: checked.form }}
            basedOn={checked.in_force}
          />
        </>
      )}
    </Loaded>
  );
}
