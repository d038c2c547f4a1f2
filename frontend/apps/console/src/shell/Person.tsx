import { useSignOut, type Me } from '@gridloop/api';
import { useLanguage, useWords } from '@gridloop/i18n';
import { useRoleName, useTell } from '@gridloop/ui';
import { Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';

import { PasswordForm } from './PasswordForm';
import style from './Person.module.css';

/** Who is signed in, as what and where; his password; and the way out. */
export function Person({ me }: { me: Me }) {
  const t = useWords('shell');
  const roleName = useRoleName();
  const language = useLanguage();
  const signOut = useSignOut();
  const tell = useTell();
  const [changing, setChanging] = useState(false);
  const changed = () => {
    setChanging(false);
    tell.done(t('password.done'));
  };
  const unit = language === 'zh' ? me.org_name_zh : me.org_name_en || me.org_name_zh;
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'who', disabled: true, label: `${roleName(me.role)} · ${unit}` },
            { type: 'divider' },
            { key: 'password', label: t('password.change'), onClick: () => setChanging(true) },
            { key: 'out', label: t('signOut'), onClick: () => signOut.mutate() },
          ],
        }}
      >
        <Button type="text" className={style.person} loading={signOut.isPending}>
          <span className={style.name}>{me.name}</span>
          <span className={style.role}>{roleName(me.role)}</span>
        </Button>
      </Dropdown>
      <Modal
        title={t('password.change')}
        open={changing}
        footer={null}
        destroyOnHidden
        onCancel={() => setChanging(false)}
      >
        <PasswordForm me={me} onDone={changed} onCancel={() => setChanging(false)} />
      </Modal>
    </>
  );
}
