import { useWords } from '@gridloop/i18n';
import { Columns, ProblemAlert, Section, Stack } from '@gridloop/ui';
import { Input, Segmented } from 'antd';
import { useState } from 'react';

import type { ContractDraft, ContractForm } from '../contracts';
import { useContractEditing } from '../editing';
import style from './ContractEditor.module.css';
import { ContractColumns } from './ContractColumns';
import { ContractDelivery } from './ContractDelivery';
import { ContractSave } from './ContractSave';
import { ContractTrial } from './ContractTrial';

interface Props {
  start: { yaml: string; form: ContractForm | null };
  /** The version that is edited; empty for a new feed. */
  basedOn: string;
  seen?: ContractDraft['seen'];
  sample?: File | null;
}

/** A contract as a table for everybody and as YAML for experts; both are the same document. */
export function ContractEditor({ start, basedOn, seen = [], sample = null }: Props) {
  const t = useWords('lake');
  const editing = useContractEditing(start);
  const [view, setView] = useState<'form' | 'yaml'>(start.form ? 'form' : 'yaml');
  return (
    <>
      <div className={style.views}>
        <Segmented
          aria-label={t('edit.views')}
          value={view}
          onChange={setView}
          options={[
            { value: 'form', label: t('edit.form'), disabled: editing.form === null },
            { value: 'yaml', label: t('edit.yaml') },
          ]}
        />
      </div>
      {view === 'form' && editing.form ? (
        <>
          <Section title={t('contract.columns')} lead={t('edit.columnsLead')} flush>
            <ContractColumns form={editing.form} write={editing.writeForm} seen={seen} />
          </Section>
          <Section title={t('edit.delivery')}>
            <ContractDelivery form={editing.form} write={editing.writeForm} isNew={basedOn === ''} />
          </Section>
        </>
      ) : (
        <Section title={t('edit.yaml')} lead={t('edit.yamlLead')}>
          <Input.TextArea
            aria-label={t('edit.yaml')}
            className={style.yaml ?? ''}
            value={editing.yaml}
            onChange={(event) => editing.writeText(event.target.value)}
            autoSize={{ minRows: 20, maxRows: 60 }}
            spellCheck={false}
          />
        </Section>
      )}
      <Columns>
        <Section title={t('trial.title')} lead={t('trial.lead')}>
          <ContractTrial
            yaml={editing.yaml}
            ready={!editing.pending && !editing.checked?.trouble}
            sample={sample}
            hasLast={basedOn !== ''}
          />
        </Section>
        <Section title={t('save.title')}>
          <Stack>
            {editing.error ? <ProblemAlert error={editing.error} /> : null}
            <ContractSave editing={editing} basedOn={basedOn} />
          </Stack>
        </Section>
      </Columns>
    </>
  );
}
