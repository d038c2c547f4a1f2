import { useMe } from '@gridloop/api';
import { useNameOf, useWords } from '@gridloop/i18n';
import { FormPanel, useConfirm, useTell } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';

import { finished, readConditions } from '../conditions';
import type { Change, Draft } from '../draft';
import { templates, useDeleteTemplate, useSaveTemplate, type Template } from '../templates';

/** Saved audiences: begin with one, keep this one. */
export function TemplateBar({ draft, change }: { draft: Draft; change: Change }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const tell = useTell();
  const me = useMe();
  const confirm = useConfirm();
  const saved = useQuery(templates).data ?? [];
  const remove = useDeleteTemplate();
  const [chosen, setChosen] = useState<number | null>(null);
  const [saving, setSaving] = useState(false);
  const current = saved.find((one) => one.id === chosen);
  const load = (id: number) => {
    const template = saved.find((one) => one.id === id);
    if (!template) return;
    setChosen(id);
    change({ audience: readConditions(template.audience), exclusions: template.exclusions });
    tell.done(t('template.loaded', { name: nameOf(template) }));
  };
  const drop = async (template: Template) => {
    const sure = await confirm({
      title: t('template.dropTitle', { name: nameOf(template) }),
      body: t('template.dropBody'),
      verb: t('template.drop'),
      grave: true,
    });
    if (sure) remove.mutate(template.id, { onSuccess: () => setChosen(null), onError: tell.failed });
  };
  return (
    <>
      <Select
        aria-label={t('template.load')}
        placeholder={t('template.load')}
        style={{ minWidth: 170 }}
        value={chosen}
        notFoundContent={t('template.none')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={saved.map((one) => ({ value: one.id, label: nameOf(one) }))}
        onChange={load}
      />
      <Button onClick={() => setSaving(true)}>{t('template.save')}</Button>
      {current && current.org_code === me.org_code && (
        <Button type="text" loading={remove.isPending} onClick={() => void drop(current)}>
          {t('template.drop')}
        </Button>
      )}
      {saving && (
        <SaveTemplate
          draft={draft}
          present={current?.org_code === me.org_code ? current : undefined}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

interface Naming {
  name_zh: string;
  name_en: string;
}

interface SaveProps {
  draft: Draft;
  /** One's own template that was loaded: saving under its name replaces it. */
  present: Template | undefined;
  onClose: () => void;
}

function SaveTemplate({ draft, present, onClose }: SaveProps) {
  const t = useWords('campaign');
  const tell = useTell();
  const save = useSaveTemplate();
  const submit = ({ name_zh, name_en }: Naming) => {
    const body = { name_zh, name_en, audience: { ...finished(draft.audience) }, exclusions: draft.exclusions };
    const id = present?.name_zh === name_zh ? present.id : null;
    save.mutate(
      { id, body },
      {
        onSuccess: () => {
          tell.done(t('template.saved'));
          onClose();
        },
      },
    );
  };
  return (
    <Modal open title={t('template.save')} footer={null} onCancel={onClose}>
      <FormPanel<Naming>
        verb={t('template.save')}
        busy={save.isPending}
        error={save.error}
        initial={{ name_zh: present?.name_zh ?? '', name_en: present?.name_en ?? '' }}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item
          name="name_zh"
          label={t('plan.nameZh')}
          extra={present ? t('template.replaces') : undefined}
          rules={[{ required: true, whitespace: true, message: t('template.needName') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="name_en" label={t('plan.nameEn')}>
          <Input maxLength={120} />
        </Form.Item>
      </FormPanel>
    </Modal>
  );
}
