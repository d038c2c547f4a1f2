import { useNameOf, useWords } from '@gridloop/i18n';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';

import type { Exclusions, FieldGiven } from '../audience';
import { launchedCampaigns } from '../campaigns';
import { Field, FieldGrid } from './Field';
import style from './Field.module.css';

const TAG = 'tag.';

interface Props {
  exclusions: Exclusions;
  fields: FieldGiven[];
  onChange: (exclusions: Exclusions) => void;
}

/** Customers who are left out although they meet the conditions. */
export function ExclusionsPart({ exclusions, fields, onChange }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const launched = useQuery(launchedCampaigns).data ?? [];
  const put = (change: Partial<Exclusions>) => onChange({ ...exclusions, ...change });
  const segments = fields.find((field) => field.name === 'segment')?.values ?? [];
  const tags = fields.filter((field) => field.group === 'tag' && field.kind === 'flag');
  return (
    <FieldGrid>
      <Many
        label={t('exclude.segments')}
        value={exclusions.segments}
        options={segments.map((one) => ({ value: one.value, label: nameOf(one) }))}
        onChange={(chosen) => put({ segments: chosen })}
      />
      <Many
        label={t('exclude.tags')}
        value={exclusions.tags}
        options={tags.map((one) => ({ value: one.name.slice(TAG.length), label: nameOf(one) }))}
        onChange={(chosen) => put({ tags: chosen })}
      />
      <Many
        label={t('exclude.campaigns')}
        value={exclusions.campaigns}
        options={launched.map((one) => ({ value: one.code, label: `${nameOf(one)} ${one.code}` }))}
        onChange={(chosen) => put({ campaigns: chosen })}
      />
      <Listed customers={exclusions.customers} onChange={(customers) => put({ customers })} />
      <div className={style.wide}>
        <Checkbox
          checked={exclusions.running_campaigns}
          onChange={(event) => put({ running_campaigns: event.target.checked })}
        >
          {t('exclude.running')}
        </Checkbox>
      </div>
    </FieldGrid>
  );
}

interface ManyProps {
  label: string;
  value: string[];
  options: { value: string; label: string }[];
  onChange: (value: string[]) => void;
}

function Many({ label, value, options, onChange }: ManyProps) {
  const t = useWords('campaign');
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          mode="multiple"
          aria-label={label}
          placeholder={t('exclude.nobody')}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          options={options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

/** Customer numbers as they come out of a spreadsheet: one below or beside the other. */
function Listed({ customers, onChange }: { customers: string[]; onChange: (customers: string[]) => void }) {
  const t = useWords('campaign');
  const [typed, setTyped] = useState('');
  // What was typed stays as it was typed, unless a template brought other customers.
  const text = numbersIn(typed).join() === customers.join() ? typed : customers.join('\n');
  return (
    <Field label={t('exclude.customers')} hint={t('exclude.customersHint', { count: customers.length })}>
      {(id) => (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 1, maxRows: 6 }}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(numbersIn(event.target.value));
          }}
        />
      )}
    </Field>
  );
}

function numbersIn(text: string): string[] {
  return [...new Set(text.split(/[\s,，;；、]+/).filter(Boolean))];
}
