import { useWords } from '@gridloop/i18n';
import { FormPanel, useTell } from '@gridloop/ui';
import { Form, Input, Radio } from 'antd';

import { ANSWERS, useAnswerCheck, type CheckState } from '../truth';

interface Said {
  state: CheckState;
  note?: string;
}

/** Records what the customer said. A report found false loses its points; one that cannot be told keeps them. */
export function CheckAnswer({ id }: { id: number }) {
  const t = useWords('evaluate');
  const tell = useTell();
  const answer = useAnswerCheck(id);
  const submit = ({ state, note = '' }: Said) =>
    answer.mutate({ state, note }, { onSuccess: () => tell.done(t('check.done')) });
  return (
    <FormPanel<Said> verb={t('check.verb')} busy={answer.isPending} error={answer.error} onSubmit={submit}>
      <Form.Item name="state" label={t('check.found')} rules={[{ required: true, message: t('check.needAnswer') }]}>
        <Radio.Group vertical options={ANSWERS.map((value) => ({ value, label: t(`check.answers.${value}`) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('check.note')}>
        <Input.TextArea rows={3} maxLength={400} showCount />
      </Form.Item>
    </FormPanel>
  );
}
