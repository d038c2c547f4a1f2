import { ApiProblem, useChangePassword, type Me } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { FormPanel } from '@gridloop/ui';
import { Form, Input, type FormInstance } from 'antd';

interface Props {
  me: Me;
  onDone?: () => void;
  onCancel?: () => void;
}

interface Fields {
  current_password: string;
  new_password: string;
  again: string;
}

/** The present password, and the new one twice: nobody sees what he types. */
export function PasswordForm({ me, onDone, onCancel }: Props) {
  const t = useWords('shell');
  const change = useChangePassword();
  const [form] = Form.useForm<Fields>();
  return (
    <FormPanel<Fields>
      verb={t('password.verb')}
      busy={change.isPending}
      error={standsAtField(change.error) ? null : change.error}
      unmarked
      form={form}
      onSubmit={({ current_password, new_password }) =>
        change.mutate(
          { current_password, new_password },
          { onSuccess: () => onDone?.(), onError: (error) => showAtFields(form, error) },
        )
      }
      {...(onCancel ? { onCancel } : {})}
    >
      <input hidden readOnly autoComplete="username" value={me.username} />
      <Form.Item
        name="current_password"
        label={t(me.must_change_password ? 'password.first' : 'password.current')}
        rules={[{ required: true, message: t('password.needCurrent') }]}
      >
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="new_password"
        label={t('password.new')}
        extra={t('password.rule')}
        rules={[{ required: true, message: t('password.needNew') }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('password.again')}
        dependencies={['new_password']}
        rules={[
          { required: true, message: t('password.needAgain') },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue('new_password')
                ? Promise.resolve()
                : Promise.reject(new Error(t('password.differs'))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </FormPanel>
  );
}

const FIELDS = ['current_password', 'new_password'] as const;

function standsAtField(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.errors.some(({ where }) => FIELDS.some((name) => name === where));
}

/** What the server objects to, beside the field that it means. */
function showAtFields(form: FormInstance<Fields>, error: unknown) {
  if (!standsAtField(error)) return;
  form.setFields(
    FIELDS.map((name) => ({
      name,
      errors: error.errors.filter(({ where }) => where === name).flatMap(({ what, mend }) => [what, mend]),
    })),
  );
}
