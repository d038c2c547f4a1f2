import { useMe } from '@gridloop/api';
import { useNameOf, useWords } from '@gridloop/i18n';
import { FormPanel, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Drawer, Form, Input, InputNumber, Select } from 'antd';

import { dashboard } from '../dashboard';
import { useSetGoal } from '../goals';
import type { Indicator } from '../indicators';

const FEN_PER_YUAN = 100;
const PER_CENT = 100;

interface Wish {
  indicator: string;
  org_code: string;
  cycle: string;
  value: number;
}

/** Sets the goal of the reader's unit or of a unit right below it. */
export function GoalDrawer({ indicators, onClose }: { indicators: Indicator[]; onClose: () => void }) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const tell = useTell();
  const me = useMe();
  const board = useQuery(dashboard()).data;
  const setGoal = useSetGoal();
  const [form] = Form.useForm<Wish>();
  const code = Form.useWatch('indicator', form);
  const unit = indicators.find((one) => one.code === code)?.unit;
  const scale = unit === 'fen' ? FEN_PER_YUAN : unit === 'share' ? 1 / PER_CENT : 1;
  const units = board ? [board.unit, ...board.children] : [];
  const submit = (wish: Wish) =>
    setGoal.mutate(
      { ...wish, person_code: '', value: wish.value * scale },
      {
        onSuccess: () => {
          tell.done(t('goals.done'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t('goals.set')}>
      <FormPanel<Wish>
        form={form}
        verb={t('goals.set')}
        busy={setGoal.isPending}
        error={setGoal.error}
        initial={{ cycle: me.now.slice(0, 7) }}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item
          name="indicator"
          label={t('indicator.name')}
          rules={[{ required: true, message: t('goals.needIndicator') }]}
        >
          <Select options={indicators.map((one) => ({ value: one.code, label: nameOf(one) }))} />
        </Form.Item>
        <Form.Item name="org_code" label={t('ranking.unit')} rules={[{ required: true, message: t('goals.needUnit') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={units.map((one) => ({ value: one.org_code, label: nameOf(one) }))}
          />
        </Form.Item>
        <Form.Item
          name="cycle"
          label={t('goals.cycle')}
          rules={[{ required: true, pattern: /^\d{4}-(0[1-9]|1[0-2])$/, message: t('goals.needCycle') }]}
        >
          <Input inputMode="numeric" placeholder="2026-11" />
        </Form.Item>
        <Form.Item name="value" label={t('goals.value')} rules={[{ required: true, message: t('goals.needValue') }]}>
          <InputNumber style={{ width: '100%' }} suffix={unit ? t(`goals.units.${unit}`) : ''} />
        </Form.Item>
      </FormPanel>
    </Drawer>
  );
}
