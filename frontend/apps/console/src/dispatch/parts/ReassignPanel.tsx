import { useWords } from '@gridloop/i18n';
import { FormPanel, Section, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';

import { useReassign, type OrderDetail } from '../orders';
import { sellersOf } from '../team';

interface Wish {
  assignee_code: string;
  note?: string;
}

/** Hands one order to another community manager of the same grid. */
export function ReassignPanel({ order }: { order: OrderDetail }) {
  const t = useWords('dispatch');
  const tell = useTell();
  const reassign = useReassign();
  const sellers = useQuery(sellersOf(order.grid_code)).data ?? [];
  const submit = (wish: Wish) =>
    reassign.mutate(
      { order_ids: [order.id], assignee_code: wish.assignee_code, note: wish.note ?? '' },
      { onSuccess: () => tell.done(t('reassign.done')) },
    );
  return (
    <Section title={t('reassign.title')} lead={t('reassign.lead')}>
      <FormPanel<Wish> verb={t('reassign.verb')} onSubmit={submit} busy={reassign.isPending} error={reassign.error}>
        <Form.Item name="assignee_code" label={t('reassign.whom')} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={sellers
              .filter((one) => one.code !== order.assignee_code)
              .map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('reassign.note')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </FormPanel>
    </Section>
  );
}
