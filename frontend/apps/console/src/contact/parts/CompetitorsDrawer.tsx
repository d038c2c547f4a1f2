import { useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { Button, Drawer, Form, Input, Space } from 'antd';

import { MOST, useSetCompetitors, type Competitor, type Competitors } from '../competitors';
import style from './PolicyDrawer.module.css';

interface Wish {
  items: Competitor[];
}

/** Names other competitors, or shows them in another order. */
export function CompetitorsDrawer({ found, onClose }: { found: Competitors; onClose: () => void }) {
  const t = useWords('contact');
  const tell = useTell();
  const set = useSetCompetitors();
  const done = () => {
    tell.done(t('competitors.done'));
    onClose();
  };
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={t('competitors.edit')}>
      <Stack>
        <p>{t('competitors.editLead')}</p>
        <FormPanel<Wish>
          verb={t('competitors.set')}
          busy={set.isPending}
          error={set.error}
          initial={{ items: found.items }}
          unmarked
          onSubmit={({ items }) => set.mutate(items, { onSuccess: done })}
          onCancel={onClose}
        >
          <Lines inForce={found.items.map((one) => one.code)} />
        </FormPanel>
      </Stack>
    </Drawer>
  );
}

function Lines({ inForce }: { inForce: string[] }) {
  const t = useWords('contact');
  const codes: (string | undefined)[] | undefined = Form.useWatch<Competitor[]>('items')?.map((one) => one?.code);
  return (
    <Form.List name="items">
      {(lines, { add, remove, move }) => (
        <>
          {lines.map(({ key, name }) => (
            <fieldset key={key} className={style.group}>
              <legend>{t('competitors.one', { number: name + 1 })}</legend>
              <Line name={name} settled={inForce.includes(codes?.[name] ?? '')} />
              <Space>
                <Button size="small" disabled={name === 0} onClick={() => move(name, name - 1)}>
                  {t('competitors.up')}
                </Button>
                <Button size="small" disabled={lines.length === 1} onClick={() => remove(name)}>
                  {t('competitors.remove')}
                </Button>
              </Space>
            </fieldset>
          ))}
          <Button
            disabled={lines.length >= MOST}
            style={{ marginBottom: 24 }}
            onClick={() => add({ code: '', zh: '', en: '' })}
          >
            {t('competitors.add')}
          </Button>
        </>
      )}
    </Form.List>
  );
}

/** One competitor; contacts keep the code, so one that is in force stays as it is. */
function Line({ name, settled }: { name: number; settled: boolean }) {
  const t = useWords('contact');
  const rules = [{ required: true, whitespace: true, message: t('competitors.needed') }];
  return (
    <>
      <Form.Item name={[name, 'zh']} label={t('competitors.zh')} rules={rules}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name={[name, 'en']} label={t('competitors.en')} rules={rules}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name={[name, 'code']} label={t('competitors.code')} rules={rules}>
        <Input maxLength={60} readOnly={settled} variant={settled ? 'filled' : 'outlined'} />
      </Form.Item>
    </>
  );
}
