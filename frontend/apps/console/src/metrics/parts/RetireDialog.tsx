import { useWords } from '@gridloop/i18n';
import { FormPanel, Loading, useTell } from '@gridloop/ui';
import { Form, Input, Modal } from 'antd';

import { useRetire, type Kind } from '../definitions';
import type { TagUser } from '../tags';
import { TagUsers } from './TagUsers';

interface Props {
  kind: Kind;
  code: string;
  name: string;
  /** Undefined while they are being looked for. */
  users: TagUser[] | undefined;
  onClose: () => void;
}

/** Takes a definition out of force: says who stands on it, and wants a reason. */
export function RetireDialog({ kind, code, name, users, onClose }: Props) {
  const t = useWords('metrics');
  const tell = useTell();
  const retire = useRetire(kind);
  const submit = ({ reason }: { reason: string }) =>
    retire.mutate(
      { code, reason },
      {
        onSuccess: () => {
          tell.done(t('tag.retired'));
          onClose();
        },
      },
    );
  return (
    <Modal open footer={null} title={t('tag.retireTitle', { name })} onCancel={onClose}>
      {users ? (
        <p>{users.length ? t('tag.retireWarns', { count: users.length }) : t('tag.retireFree')}</p>
      ) : (
        <Loading rows={1} />
      )}
      {users && users.length > 0 && <TagUsers users={users} />}
      {kind === 'tag' && users?.some((one) => one.changeable) && <p>{t('tag.retireReplace')}</p>}
      <FormPanel<{ reason: string }>
        verb={t('tag.retire')}
        busy={retire.isPending}
        error={retire.error}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item name="reason" label={t('tag.reason')} rules={[{ required: true, message: t('tag.reasonNeed') }]}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </FormPanel>
    </Modal>
  );
}
