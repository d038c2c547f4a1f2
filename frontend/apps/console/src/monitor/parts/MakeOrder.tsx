import { useMe } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { FormPanel, useTell } from '@gridloop/ui';
import { Button, Drawer, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { newRequestId, ORDER_MAKERS, useMakeOrder, type HandOrder } from '../orders';

interface Props {
  customerId: string;
  customerName: string;
}

/** Hands a customer to the one he belongs to, with what is to be done; the contact policy is asked first. */
export function MakeOrder({ customerId, customerName }: Props) {
  const t = useWords('monitor');
  const [wish, setWish] = useState('');
  if (!ORDER_MAKERS.includes(useMe().role)) return null;
  return (
    <>
      <Button size="small" onClick={() => setWish(newRequestId())}>
        {t('make.button')}
      </Button>
      {wish && (
        <MakeOrderDrawer customerId={customerId} name={customerName} requestId={wish} onClose={() => setWish('')} />
      )}
    </>
  );
}

interface DrawerProps {
  customerId: string;
  name: string;
  requestId: string;
  onClose: () => void;
}

function MakeOrderDrawer({ customerId, name, requestId, onClose }: DrawerProps) {
  const t = useWords('monitor');
  const tell = useTell();
  const make = useMakeOrder(customerId, requestId);
  const submit = (wish: HandOrder) =>
    make.mutate(wish, {
      onSuccess: () => tell.done(t('make.done')),
    });
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t('make.title', { name })}>
      {make.data ? (
        <p>
          {t('make.made')} <Link to={`/dispatch/orders/${make.data.id}`}>{t('make.open')}</Link>
        </p>
      ) : (
        <FormPanel<HandOrder>
          verb={t('make.button')}
          busy={make.isPending}
          error={make.error}
          initial={{ channel: 'visit' }}
          onSubmit={submit}
          onCancel={onClose}
        >
          <p>{t('make.lead')}</p>
          <Form.Item name="title_zh" label={t('make.what')} rules={[{ required: true, message: t('make.whatNeed') }]}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="channel" label={t('make.channel')}>
            <Radio.Group
              options={(['visit', 'call'] as const).map((value) => ({ value, label: t(`make.channels.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="note" label={t('make.note')}>
            <Input.TextArea rows={3} maxLength={500} />
          </Form.Item>
        </FormPanel>
      )}
    </Drawer>
  );
}
