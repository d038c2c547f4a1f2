import { useMe } from '@gridloop/api';
import { useFormat, useWords } from '@gridloop/i18n';
import { Columns, Facts, Loaded, PageHeader, Section, StaticTable, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { clockTime } from './clock-time';
import { CustomerCheck } from './parts/CustomerCheck';
import { PolicyDrawer } from './parts/PolicyDrawer';
import { CHANNELS, policy, type Policy } from './policy';

/** How often, when and whom: the one policy that every contact of the operator obeys. */
export function Component() {
  const t = useWords('contact');
  const found = useQuery(policy);
  const maySet = useMe().role === 'planner';
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          maySet && (
            <Button type="primary" disabled={!found.data} onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
          )
        }
      />
      <Loaded query={found}>
        {(data) => (
          <>
            <Columns>
              <Caps policy={data} />
              <Rests policy={data} />
            </Columns>
            {editing && <PolicyDrawer policy={data} onClose={() => setEditing(false)} />}
          </>
        )}
      </Loaded>
      <CustomerCheck />
    </>
  );
}

function Caps({ policy: terms }: { policy: Policy }) {
  const t = useWords('contact');
  const format = useFormat();
  const columns: Column<(typeof CHANNELS)[number]>[] = [
    { key: 'channel', title: t('channel'), render: (one) => t(`channels.${one}`) },
    { key: '7', title: t('cap.in7'), numeric: true, render: (one) => format.count(terms[`${one}_7`]) },
    { key: '30', title: t('cap.in30'), numeric: true, render: (one) => format.count(terms[`${one}_30`]) },
  ];
  return (
    <Section title={t('cap.title')} lead={t('cap.lead')} flush>
      <StaticTable label={t('cap.title')} columns={columns} rows={CHANNELS} rowKey={(one) => one} />
    </Section>
  );
}

function Rests({ policy: terms }: { policy: Policy }) {
  const t = useWords('contact');
  const actor = useActor();
  const format = useFormat();
  return (
    <Section
      title={t('rest.title')}
      lead={
        terms.version === 0
          ? t('version.builtIn')
          : t('version.set', {
              version: terms.version,
              who: actor(terms.set_by, terms.set_by_name),
              time: format.dateTime(terms.set_at),
            })
      }
    >
      <Facts
        facts={[
          { label: t('term.gap_days'), value: t('days', { count: terms.gap_days }) },
          { label: t('term.attempts_7'), value: format.count(terms.attempts_7) },
          { label: t('term.refusal_days'), value: t('days', { count: terms.refusal_days }) },
          { label: t('term.complaint_days'), value: t('days', { count: terms.complaint_days }) },
          {
            label: t('rest.quiet'),
            value: t('rest.quietValue', { from: clockTime(terms.quiet_from), until: clockTime(terms.quiet_until) }),
          },
          { label: t('term.control_percent'), value: format.percent(terms.control_percent / 100, 2) },
          { label: t('rest.final'), value: t('rest.finalValue') },
        ]}
      />
    </Section>
  );
}
