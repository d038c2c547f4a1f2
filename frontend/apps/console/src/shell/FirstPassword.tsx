import { useSignOut, type Me } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Button } from 'antd';

import { Door } from './Door';
import { PasswordForm } from './PasswordForm';

/** Behind the door: whoever came with a password that he was handed chooses his own before anything else. */
export function FirstPassword({ me }: { me: Me }) {
  const t = useWords('shell');
  const signOut = useSignOut();
  return (
    <Door title={t('password.firstTitle')} lead={t('password.firstLead', { name: me.name })}>
      <PasswordForm me={me} />
      <Button type="link" onClick={() => signOut.mutate()} style={{ paddingInline: 0, marginTop: 12 }}>
        {t('signOut')}
      </Button>
    </Door>
  );
}
