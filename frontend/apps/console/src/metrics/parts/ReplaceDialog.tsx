import { useNameOf, useWords } from '@gridloop/i18n';
import { FormPanel, Loaded, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Form, Modal, Select } from 'antd';

import { tagsInForce, useReplaceTag, type Tag, type TagUser } from '../tags';
import { TagUsers } from './TagUsers';

interface Props {
  tag: Tag;
  users: TagUser[];
  onClose: () => void;
}

/** Puts another tag in the place of one: says first what changes and what stays. */
export function ReplaceDialog({ tag, users, onClose }: Props) {
  const t = useWords('metrics');
  const nameOf = useNameOf();
  const tell = useTell();
  const tags = useQuery(tagsInForce);
  const replace = useReplaceTag();
  const changing = users.filter((one) => one.changeable);
  const submit = (given: { new: string }) =>
    replace.mutate(
      { old: tag.code, ...given },
      {
        onSuccess: (done) => {
          tell.done(t('tag.replaced', { count: done.changed.length }));
          onClose();
        },
      },
    );
  return (
    <Modal open footer={null} title={t('tag.replaceTitle', { name: nameOf(tag) })} onCancel={onClose}>
      <p>{t('tag.replaceSays', { count: changing.length, kept: users.length - changing.length })}</p>
      <TagUsers users={users} />
      <Loaded query={tags} rows={1}>
        {(known) => (
          <FormPanel<{ new: string }>
            verb={t('tag.replace')}
            busy={replace.isPending}
            error={replace.error}
            onSubmit={submit}
            onCancel={onClose}
          >
            <Form.Item name="new" label={t('tag.replaceBy')} rules={[{ required: true, message: t('define.need') }]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={known
                  .filter((one) => one.code !== tag.code && !one.underway)
                  .map((one) => ({ value: one.code, label: nameOf(one) }))}
              />
            </Form.Item>
          </FormPanel>
        )}
      </Loaded>
    </Modal>
  );
}
