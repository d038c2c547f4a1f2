import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, FormPanel, Section, useActor, useTell, type Column } from '@gridloop/ui';
import { Alert, Button, Drawer, Form, Input, Space } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';

import { marksPage, useMark, type Mark } from '../marks';
import { MARKERS } from '../stewards';

/** The customers who carry a manual tag, with who said so and why. */
export function Marks({ code }: { code: string }) {
  const t = useWords('metrics');
  const format = useFormat();
  const actor = useActor();
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  const page = useMemo(() => marksPage(code), [code]);
  const mayMark = MARKERS.includes(useMe().role);
  const columns: Column<Mark>[] = [
    {
      key: 'customer_id',
      title: t('mark.customer'),
      render: (one) => <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_id}</Link>,
    },
    { key: 'reason', title: t('mark.reason') },
    { key: 'set_by', title: t('mark.by'), render: (one) => actor(one.set_by, one.set_by_name) },
    { key: 'set_at', title: t('mark.at'), render: (one) => format.dateTime(one.set_at) },
  ];
  return (
    <Section
      title={t('mark.title')}
      lead={t('mark.lead')}
      flush
      extra={
        mayMark && (
          <Space>
            <Button type="primary" onClick={() => setOpen('set')}>
              {t('mark.set')}
            </Button>
            <Button onClick={() => setOpen('remove')}>{t('mark.remove')}</Button>
          </Space>
        )
      }
    >
      <DataTable
        label={t('mark.title')}
        columns={columns}
        rowKey={(one) => one.customer_id}
        page={page}
        empty={<EmptyState title={t('mark.none')} />}
      />
      {open && <MarkDrawer code={code} remove={open === 'remove'} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function MarkDrawer({ code, remove, onClose }: { code: string; remove: boolean; onClose: () => void }) {
  const t = useWords('metrics');
  const tell = useTell();
  const mark = useMark(code);
  const submit = ({ ids, reason }: { ids: string; reason: string }) =>
    mark.mutate(
      { customer_ids: ids.split(/[\s,;，；]+/).filter(Boolean), reason, remove },
      {
        onSuccess: (report) => {
          tell.done(t('mark.done', { done: report.done, unchanged: report.unchanged }));
          if (report.unknown.length === 0) onClose();
        },
      },
    );
  const unknown = mark.data?.unknown ?? [];
  return (
    <Drawer open onClose={onClose} size="min(420px, 100vw)" title={t(remove ? 'mark.remove' : 'mark.set')}>
      <FormPanel<{ ids: string; reason: string }>
        verb={t(remove ? 'mark.remove' : 'mark.set')}
        busy={mark.isPending}
        error={mark.error}
        onSubmit={submit}
        onCancel={onClose}
      >
        <Form.Item name="ids" label={t('mark.ids')} rules={[{ required: true, message: t('mark.idsNeed') }]}>
          <Input.TextArea rows={8} />
        </Form.Item>
        <Form.Item name="reason" label={t('mark.reason')} rules={[{ required: true, message: t('tag.reasonNeed') }]}>
          <Input maxLength={500} />
        </Form.Item>
        {unknown.length > 0 && (
          <Alert type="warning" showIcon title={t('mark.unknown', { ids: unknown.slice(0, 20).join(', ') })} />
        )}
      </FormPanel>
    </Drawer>
  );
}
