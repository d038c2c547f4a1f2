import { useWords } from '@gridloop/i18n';
import { PageHeader, Section } from '@gridloop/ui';

import { appealsPage } from './appeals';
import { AppealsTable } from './parts/AppealsTable';

const everybody = appealsPage();

/** Who objects to his points, and what was answered. */
export function Component() {
  const t = useWords('evaluate');
  return (
    <>
      <PageHeader title={t('appeals.title')} lead={t('appeals.lead')} />
      <Section title={t('appeals.list')} flush>
        <AppealsTable page={everybody} />
      </Section>
    </>
  );
}
