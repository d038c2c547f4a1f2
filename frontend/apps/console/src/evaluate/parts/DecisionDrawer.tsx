import { useFormat, useWords } from '@gridloop/i18n';
import { Facts, FormPanel, Stack, useTell } from '@gridloop/ui';
import { Drawer, Form, Input, InputNumber, Radio } from 'antd';
import { Link } from 'react-router';

import { useDecideAppeal, type Appeal } from '../appeals';

interface Said {
  granted: boolean;
  points?: number;
  answer: string;
}

/** Grants or refuses an appeal; granted points become a line of their own. */
export function DecisionDrawer({ appeal, onClose }: { appeal: Appeal; onClose: () => void }) {
  const t = useWords('evaluate');
  const format = useFormat();
  const tell = useTell();
  const decide = useDecideAppeal(appeal.id);
  const [form] = Form.useForm<Said>();
  const granted = Form.useWatch('granted', form);
  const submit = ({ granted: yes, points = 0, answer }: Said) =>
    decide.mutate(
      { granted: yes, points: yes ? points : 0, answer },
      {
        onSuccess: () => {
          tell.done(t('decision.done'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(520px, 100vw)" title={t('decision.open')}>
      <Stack>
        <Facts
          facts={[
            {
              label: t('points.person'),
              value: (
                <Link to={`/evaluate/points/${appeal.person_code}?cycle=${appeal.cycle}`}>{appeal.person_name}</Link>
              ),
            },
            { label: t('appeal.about'), value: `${format.month(appeal.cycle)} · ${appeal.rule_name}` },
            { label: t('appeal.text'), value: appeal.text },
          ]}
        />
        <FormPanel<Said>
          form={form}
          verb={t('decision.verb')}
          busy={decide.isPending}
          error={decide.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          <Form.Item
            name="granted"
            label={t('decision.granted')}
            rules={[{ required: true, message: t('decision.needGranted') }]}
          >
            <Radio.Group
              options={[
                { value: true, label: t('decision.grant') },
                { value: false, label: t('decision.refuse') },
              ]}
            />
          </Form.Item>
          {granted && (
            <Form.Item
              name="points"
              label={t('decision.points')}
              extra={t('decision.pointsNote')}
              rules={[{ required: true, message: t('decision.needPoints') }]}
            >
              <InputNumber min={-1000} max={1000} precision={1} style={{ width: '100%' }} />
            </Form.Item>
          )}
          <Form.Item
            name="answer"
            label={t('decision.answer')}
            rules={[{ required: true, min: 2, whitespace: true, message: t('decision.needAnswer') }]}
          >
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}
