import { useWords } from '@gridloop/i18n';
import { useConfirm, useTell } from '@gridloop/ui';
import { Button, Space } from 'antd';

import { useDecideOverride, type Override } from '../overrides';

/** Approves or rejects a request to move a customer. */
export function Decision({ override }: { override: Override }) {
  const t = useWords('territory');
  const confirm = useConfirm();
  const tell = useTell();
  const decide = useDecideOverride();
  const ask = async (approve: boolean) => {
    const verb = t(approve ? 'override.approve' : 'override.reject');
    const sure = await confirm({
      title: t('override.confirm', { verb, customer: override.customer_id }),
      body: override.reason,
      verb,
    });
    if (sure) decide.mutate({ id: override.id, approve }, { onError: tell.failed });
  };
  return (
    <Space size={8}>
      <Button size="small" type="primary" disabled={decide.isPending} onClick={() => void ask(true)}>
        {t('override.approve')}
      </Button>
      <Button size="small" disabled={decide.isPending} onClick={() => void ask(false)}>
        {t('override.reject')}
      </Button>
    </Space>
  );
}
