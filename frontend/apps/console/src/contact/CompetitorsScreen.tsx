import { useFormat, useWords } from '@gridloop/i18n';
import { Loaded, PageHeader, Section, StaticTable, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { competitors, type Competitor, type Competitors } from './competitors';
import { CompetitorsDrawer } from './parts/CompetitorsDrawer';

/** The competitors that a seller may name on his phone, in the order in which it shows them. */
export function Component() {
  const t = useWords('contact');
  const found = useQuery(competitors);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={t('competitors.title')}
        lead={t('competitors.lead')}
        actions={
          <Button type="primary" disabled={!found.data} onClick={() => setEditing(true)}>
            {t('competitors.edit')}
          </Button>
        }
      />
      <Loaded query={found}>
        {(data) => (
          <>
            <List found={data} />
            {editing && <CompetitorsDrawer found={data} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function List({ found }: { found: Competitors }) {
  const t = useWords('contact');
  const format = useFormat();
  const actor = useActor();
  const columns: Column<Competitor>[] = [
    { key: 'zh', title: t('competitors.zh') },
    { key: 'en', title: t('competitors.en') },
    { key: 'code', title: t('competitors.code') },
  ];
  const since =
    found.version === 0
      ? t('competitors.builtIn')
      : t('version.set', {
          version: found.version,
          who: actor(found.set_by, found.set_by_name),
          time: format.dateTime(found.set_at),
        });
  return (
    <Section title={t('competitors.list')} lead={since} flush>
      <StaticTable label={t('competitors.list')} columns={columns} rows={found.items} rowKey={(one) => one.code} />
    </Section>
  );
}
