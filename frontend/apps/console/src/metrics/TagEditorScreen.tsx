import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import {
  Columns,
  EmptyState,
  FormPanel,
  Loaded,
  PageHeader,
  ProblemAlert,
  Section,
  StaticTable,
  useTell,
} from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';

import {
  definition,
  tagColumns,
  useDraftTag,
  usePreviewTag,
  type TagBody,
  type TagPreview,
  type WordColumn,
} from './definitions';
import { inBoth } from './in-both';
import { ConditionInput } from './parts/ConditionInput';
import { DefinitionNames } from './parts/DefinitionNames';
import style from './parts/Editor.module.css';
import { STEWARDS } from './stewards';

type Wish = TagBody & { code: string };
const TYPES: readonly TagBody['type'][] = ['attribute', 'statistical', 'predicted', 'contact', 'manual'];
const SENSITIVITIES = ['normal', 'personal', 'sensitive'] as const;
const NEW: Partial<Wish> = { type: 'statistical', owner: 'marketing', sensitivity: 'normal', condition: '' };

/** A tag of the operator's own: named, said as a condition, seen on real customers, then published. */
export function Component() {
  const t = useWords('metrics');
  const { code } = useParams();
  const columns = useQuery(tagColumns);
  const known = useQuery({ ...definition('tag', code ?? ''), enabled: Boolean(code) });
  const header = (
    <PageHeader
      title={code ? t('define.tagEdit', { code }) : t('define.tagTitle')}
      lead={t('define.tagLead')}
      crumbs={[{ label: t('tags.title'), to: '/metrics/tags' }]}
    />
  );
  return (
    <>
      {header}
      <Loaded query={columns}>
        {(words) =>
          code ? (
            <Loaded query={known}>
              {(found) => (
                <Editor columns={words} initial={{ ...(found.draft ?? found.body), code } as Partial<Wish>} />
              )}
            </Loaded>
          ) : (
            <Editor columns={words} initial={NEW} />
          )
        }
      </Loaded>
    </>
  );
}

function Editor({ columns, initial }: { columns: WordColumn[]; initial: Partial<Wish> }) {
  const t = useWords('metrics');
  const tell = useTell();
  const navigate = useNavigate();
  const [form] = Form.useForm<Wish & { publish?: boolean }>();
  const type = Form.useWatch('type', form) ?? initial.type;
  const condition = Form.useWatch('condition', form) ?? initial.condition ?? '';
  const preview = usePreviewTag();
  const draft = useDraftTag();
  const keep = (publish: boolean) => {
    void form.validateFields().then(({ code, ...body }) =>
      draft.mutate(
        {
          code,
          body: {
            ...body,
            names: inBoth(body.names),
            description: inBoth(body.description),
            condition: body.type === 'manual' ? '' : (body.condition ?? ''),
          },
          publish,
        },
        {
          onSuccess: () => {
            tell.done(t(publish ? 'tag.published' : 'define.saved'));
            void navigate(`/metrics/tags/${code}`);
          },
        },
      ),
    );
  };
  const need = [{ required: true, message: t('define.need') }];
  return (
    <Columns>
      <Section title={t('define.basics')}>
        <FormPanel<Wish>
          form={form}
          verb={t('define.save')}
          busy={draft.isPending}
          error={draft.error}
          initial={initial}
          onSubmit={() => keep(false)}
        >
          <DefinitionNames
            known={Boolean(initial.code)}
            meaning="description"
            labels={{ zh: t('define.meaningZh'), en: t('define.meaningEn') }}
          />
          <Form.Item name="type" label={t('tag.type')} rules={need}>
            <Select options={TYPES.map((value) => ({ value, label: t(`tag.types.${value}`) }))} />
          </Form.Item>
          {type === 'manual' ? (
            <p>{t('define.manualHint')}</p>
          ) : (
            <Form.Item name="condition" label={t('define.condition')} extra={t('define.conditionHint')} rules={need}>
              <ConditionInput columns={columns} label={t('define.condition')} />
            </Form.Item>
          )}
          <Form.Item name="owner" label={t('tag.owner')} rules={need}>
            <Select options={STEWARDS.map((value) => ({ value, label: t(`library.owners.${value}`) }))} />
          </Form.Item>
          <Form.Item name="sensitivity" label={t('tag.sensitivity')} rules={need}>
            <Select options={SENSITIVITIES.map((value) => ({ value, label: t(`tag.sensitivities.${value}`) }))} />
          </Form.Item>
        </FormPanel>
        <Button style={{ marginBlockStart: 8 }} loading={draft.isPending} onClick={() => keep(true)}>
          {t('define.savePublish')}
        </Button>
      </Section>
      {type !== 'manual' && (
        <div className={style.beside}>
          <Section
            title={t('define.previewing')}
            extra={
              <Button
                disabled={!condition.trim()}
                loading={preview.isPending}
                onClick={() => preview.mutate(condition)}
              >
                {t('define.preview')}
              </Button>
            }
          >
            {preview.error ? <ProblemAlert error={preview.error} /> : null}
            {preview.data && preview.variables === condition ? (
              <Preview found={preview.data} columns={columns} />
            ) : (
              !preview.error && <EmptyState title={t('define.previewFirst')} />
            )}
          </Section>
        </div>
      )}
    </Columns>
  );
}

function Preview({ found, columns }: { found: TagPreview; columns: WordColumn[] }) {
  const t = useWords('metrics');
  const format = useFormat();
  const nameOf = useNameOf();
  const sayName = (name: string) => {
    const column = columns.find((one) => one.name === name);
    return column ? nameOf(column) : name;
  };
  const unitOf = (name: string) => columns.find((one) => one.name === name)?.unit ?? '';
  const sayValue = (name: string, value: unknown) => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'boolean') return t(`define.comparisons.${value ? 'yes' : 'no'}`);
    if (typeof value !== 'number') {
      const code = columns.find((one) => one.name === name)?.values.find((one) => one.code === value);
      return code ? nameOf(code) : String(value);
    }
    if (unitOf(name) === 'fen') return format.money(value);
    return unitOf(name) === 'share' ? format.percent(value) : format.number(value, 2);
  };
  return (
    <>
      <p>
        <strong>
          {t('define.fits', {
            customers: format.count(found.customers),
            total: format.count(found.total),
            share: format.percent(found.total ? found.customers / found.total : null),
            cycle: format.month(found.cycle),
          })}
        </strong>
      </p>
      {found.sample.length > 0 && (
        <>
          <p>{t('define.sample')}</p>
          <StaticTable
            label={t('define.sample')}
            rows={found.sample}
            rowKey={(row) => row.customer_id}
            columns={[
              { key: 'customer_id', title: t('define.customer'), render: (row) => `${row.customer_id} ${row.name}` },
              { key: 'grid_code', title: t('define.grid') },
              {
                key: 'values',
                title: t('define.values'),
                render: (row) =>
                  Object.entries(row.values)
                    .map(([name, value]) => `${sayName(name)} ${sayValue(name, value)}`)
                    .join(' · '),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
