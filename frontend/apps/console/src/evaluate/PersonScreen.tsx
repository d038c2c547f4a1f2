import { SELLERS, useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Figure, Figures, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useParams } from 'react-router';

import { appealsPage } from './appeals';
import { ledgerPage } from './ledger';
import { AppealDrawer } from './parts/AppealDrawer';
import { AppealsTable } from './parts/AppealsTable';
import { ComponentList } from './parts/ComponentList';
import { CycleChoice } from './parts/CycleChoice';
import { LedgerTable } from './parts/LedgerTable';
import { SchemeNote } from './parts/SchemeNote';
import { pointsOf, type PersonPoints } from './points';
import { useCycle } from './useCycle';

/** One person's points of a cycle: each rule explained, each line of the ledger, and a way to object. */
export function Component() {
  const t = useWords('evaluate');
  const { person = '' } = useParams();
  const me = useMe();
  const cycle = useCycle();
  const own = SELLERS.includes(me.role) && me.person_code === person;
  const crumbs = SELLERS.includes(me.role) ? [] : [{ label: t('points.title'), to: `/evaluate/points?cycle=${cycle}` }];
  const points = useQuery({ ...pointsOf(person, cycle), enabled: cycle !== '' });
  const header = <PageHeader title={person} crumbs={crumbs} actions={<CycleChoice cycle={cycle} />} />;
  return (
    <Loaded query={points} header={header}>
      {(found) => (
        <>
          <Head points={found} crumbs={crumbs} own={own} />
          <Totals points={found} />
          <Section title={t('person.how')} lead={<SchemeNote cycle={cycle} />} flush>
            <ComponentList points={found} />
          </Section>
          <Lines person={person} cycle={cycle} />
          <Objections person={person} />
        </>
      )}
    </Loaded>
  );
}

function Head(props: { points: PersonPoints; crumbs: { label: string; to: string }[]; own: boolean }) {
  const { points, crumbs, own } = props;
  const t = useWords('evaluate');
  const nameOf = useNameOf();
  const [objecting, setObjecting] = useState(false);
  const grid = nameOf({ name_zh: points.grid_name_zh, name_en: points.grid_name_en });
  return (
    <>
      <PageHeader
        title={points.person_name}
        lead={[points.person_code, grid].filter(Boolean).join(' · ')}
        crumbs={crumbs}
        actions={
          <>
            <CycleChoice cycle={points.cycle} />
            {own && points.components.length > 0 && (
              <Button onClick={() => setObjecting(true)}>{t('appeal.open')}</Button>
            )}
          </>
        }
      />
      {objecting && <AppealDrawer points={points} onClose={() => setObjecting(false)} />}
    </>
  );
}

function Totals({ points }: { points: PersonPoints }) {
  const t = useWords('evaluate');
  const format = useFormat();
  return (
    <Figures>
      <Figure
        label={t('account.confirmed')}
        value={format.fixed(points.confirmed, 1)}
        note={t('person.ofMaximum', { maximum: format.number(points.maximum) })}
      />
      <Figure
        label={t('account.provisional')}
        value={format.fixed(points.provisional, 1)}
        note={t('account.provisionalNote')}
      />
      <Figure label={t('account.held')} value={format.fixed(points.held, 1)} note={t('account.heldNote')} />
      <Figure
        label={t('points.pay')}
        value={format.money(points.pay_fen)}
        note={points.pay_fen === null ? t('person.beforeClose') : t('person.onTop')}
      />
    </Figures>
  );
}

function Lines({ person, cycle }: { person: string; cycle: string }) {
  const t = useWords('evaluate');
  const page = useMemo(() => ledgerPage(cycle, person), [cycle, person]);
  return (
    <Section title={t('ledger.title')} lead={t('ledger.personLead')} flush>
      <LedgerTable page={page} prefix="l." name={`ledger-${person}-${cycle}`} />
    </Section>
  );
}

function Objections({ person }: { person: string }) {
  const t = useWords('evaluate');
  const page = useMemo(() => appealsPage(person), [person]);
  return (
    <Section title={t('appeals.title')} flush>
      <AppealsTable page={page} prefix="a." />
    </Section>
  );
}
