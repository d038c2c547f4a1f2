import { useWords } from '@gridloop/i18n';
import { Facts, FormPanel, Loaded, Stack, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Form, Input, Select } from 'antd';

import type { OwnedCustomer } from '../customers';
import { gridDetail } from '../grids';
import { useCreateOverride } from '../overrides';

interface Wish {
  assignee_code: string;
  reason: string;
}

/** Gives one customer to another seller of the grid, for a stated reason. */
export function OverrideDrawer({ customer, onClose }: { customer: OwnedCustomer; onClose: () => void }) {
  const t = useWords('territory');
  const tell = useTell();
  const grid = useQuery(gridDetail(customer.grid_code));
  const create = useCreateOverride();
  const submit = (wish: Wish) =>
    create.mutate(
      { customer_id: customer.customer_id, ...wish },
      {
        onSuccess: ({ state }) => {
          tell.done(t(state === 'pending' ? 'override.asked' : 'override.moved'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(440px, 100vw)" title={t('override.moveName', { name: customer.name })}>
      <Stack>
        <Facts
          facts={[
            { label: t('customer.id'), value: customer.customer_id },
            { label: t('place.assignee'), value: customer.assignee_name ?? '–' },
            { label: t('customer.rule'), value: t(`rule.${customer.rule}`) },
          ]}
        />
        <Loaded query={grid}>
          {(detail) => (
            <FormPanel<Wish>
              verb={t('override.ask')}
              busy={create.isPending}
              error={create.error}
              onSubmit={submit}
              onCancel={onClose}
            >
              <Form.Item
                name="assignee_code"
                label={t('override.newAssignee')}
                rules={[{ required: true, message: t('override.needAssignee') }]}
              >
                <Select
                  showSearch={{ optionFilterProp: 'label' }}
                  options={detail.people
                    .filter((one) => one.code !== customer.assignee_code)
                    .map((one) => ({ value: one.code, label: `${one.name} ${one.code}` }))}
                />
              </Form.Item>
              <Form.Item
                name="reason"
                label={t('override.reason')}
                rules={[{ required: true, min: 4, message: t('override.needReason') }]}
              >
                <Input.TextArea rows={3} maxLength={300} showCount />
              </Form.Item>
            </FormPanel>
          )}
        </Loaded>
      </Stack>
    </Drawer>
  );
}
