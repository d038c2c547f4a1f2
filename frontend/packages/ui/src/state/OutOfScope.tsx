import { useWords } from '@gridloop/i18n';
import { Button } from 'antd';
import { Link } from 'react-router';

import { EmptyState } from './EmptyState';

/** A shared link named a unit that its reader may not see: offers the same view of his own. */
export function OutOfScope({ own }: { own: string }) {
  const t = useWords('ui');
  return (
    <EmptyState
      title={t('scope.outside')}
      hint={t('scope.outsideHint')}
      action={
        <Link to={own}>
          <Button type="primary">{t('scope.own')}</Button>
        </Link>
      }
    />
  );
}
