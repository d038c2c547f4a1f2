import { useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { Form, Input, Modal } from 'antd';

import { useNotedVerb, type NotedVerb } from '../campaigns';

interface Said {
  note?: string;
}

/** Asks for a note with a decision; sending a plan back needs one. */
export function NoteModal({ code, verb, onClose }: { code: string; verb: NotedVerb; onClose: () => void }) {
  const t = useWords('campaign');
  const tell = useTell();
  const act = useNotedVerb(code);
  const submit = ({ note = '' }: Said) =>
    act.mutate(
      { verb, note },
      {
        onSuccess: () => {
          tell.done(t(`done.${verb}`));
          onClose();
        },
      },
    );
  return (
    <Modal open title={t(`verb.${verb}`)} footer={null} onCancel={onClose}>
      <Stack>
        <p>{t(`meaning.${verb}`)}</p>
        <FormPanel<Said>
          verb={t(`verb.${verb}`)}
          busy={act.isPending}
          error={act.error}
          onSubmit={submit}
          onCancel={onClose}
        >
          <Form.Item
            name="note"
            label={t('note.label')}
            rules={verb === 'reject' ? [{ required: true, whitespace: true, message: t('note.needed') }] : []}
          >
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
        </FormPanel>
      </Stack>
    </Modal>
  );
}
