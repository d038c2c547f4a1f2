import { useWords } from '@gridloop/i18n';
import { EmptyState, PageHeader } from '@gridloop/ui';
import { Link } from 'react-router';

/** An address that leads nowhere for this reader. */
export function Missing() {
  const t = useWords('shell');
  return (
    <>
      <PageHeader title={t('missing.title')} />
      <EmptyState
        title={t('missing.what')}
        hint={t('missing.why')}
        action={<Link to="/home">{t('missing.home')}</Link>}
      />
    </>
  );
}
