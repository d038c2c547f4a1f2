import { useWords } from '@gridloop/i18n';
import { PageHeader, Section } from '@gridloop/ui';

import { QuarantineTable } from './parts/QuarantineTable';

/** Which rows were refused, why, and how to put them right? */
export function Component() {
  const t = useWords('lake');
  return (
    <>
      <PageHeader title={t('quarantine.title')} lead={t('quarantine.lead')} />
      <Section title={t('quarantine.list')} flush>
        <QuarantineTable />
      </Section>
    </>
  );
}
