import { useWords } from '@gridloop/i18n';
import { App } from 'antd';
import { useCallback, type ReactNode } from 'react';

interface Question {
  title: string;
  /** What will happen. */
  body?: ReactNode;
  /** The verb on the button: never just "OK". */
  verb: string;
  /** The act cannot be taken back. */
  grave?: boolean;
}

/** Asks before an act: `if (await confirm({…})) …`. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  const t = useWords('ui');
  return useCallback(
    ({ title, body, verb, grave = false }) =>
      new Promise((resolve) => {
        modal.confirm({
          title,
          content: body,
          okText: verb,
          cancelText: t('cancel'),
          okButtonProps: { danger: grave },
          focusable: { autoFocusButton: grave ? 'cancel' : 'ok' },
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    [modal, t],
  );
}
