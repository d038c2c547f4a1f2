import { ApiProblem } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { Alert, Button, Form, type FormInstance } from 'antd';
import type { ReactNode } from 'react';

import { ProblemList, titleOf } from '../state/ErrorState';
import style from './FormPanel.module.css';

interface Props<V> {
  /** The verb on the button. */
  verb: string;
  initial?: Partial<V>;
  onSubmit: (values: V) => void;
  onCancel?: () => void;
  busy?: boolean;
  error?: unknown;
  form?: FormInstance<V>;
  /** No word about which fields are optional: all of them are here as they came. */
  unmarked?: boolean;
  children: ReactNode;
}

/** A form in one column: fields, the server's objections, one main button. */
export function FormPanel<V extends object>(props: Props<V>) {
  const { verb, initial, onSubmit, onCancel, busy = false, error, form, unmarked = false, children } = props;
  const t = useWords('ui');
  return (
    <Form<V>
      layout="vertical"
      requiredMark={unmarked ? false : 'optional'}
      scrollToFirstError={{ focus: true }}
      onFinish={onSubmit}
      {...(form ? { form } : {})}
      {...(initial ? { initialValues: initial } : {})}
    >
      {children}
      {error ? <ProblemAlert error={error} /> : null}
      <div className={style.buttons}>
        <Button type="primary" htmlType="submit" loading={busy}>
          {verb}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t('cancel')}</Button>}
      </div>
    </Form>
  );
}

/** A problem inside a form or a panel. */
export function ProblemAlert({ error }: { error: unknown }) {
  const t = useWords('ui');
  return (
    <Alert
      className={style.problem}
      type="error"
      showIcon
      title={titleOf(error, t)}
      description={error instanceof ApiProblem ? <ProblemList problem={error} /> : undefined}
    />
  );
}
