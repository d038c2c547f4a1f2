import { newIdempotencyKey } from '@gridloop/api';
import { useWords } from '@gridloop/i18n';
import { PageHeader, useConfirm, useTell } from '@gridloop/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useBlocker, useNavigate } from 'react-router';

import { count, forecast, gateVerdict, giveUp, size, type Choices, type FieldGiven } from './audience';
import { useSavePlan, useSubmitPlan, type Campaign } from './campaigns';
import { bodyOf, forecastBody, type Draft } from './draft';
import { AudiencePart } from './parts/AudiencePart';
import { ChannelPart } from './parts/ChannelPart';
import { GatePart } from './parts/GatePart';
import { MoneyPart } from './parts/MoneyPart';
import { ObjectivePart } from './parts/ObjectivePart';
import { OfferPart } from './parts/OfferPart';
import style from './parts/Plan.module.css';
import { PlanAside } from './parts/PlanAside';
import { checksOf } from './readiness';
import { useSettled } from './settled';

const A_MOMENT = 500;

interface Props {
  title: string;
  initial: Draft;
  /** The draft as it was saved; null for a plan that was not. */
  saved: Campaign | null;
  choices: Choices;
  fields: FieldGiven[];
}

/** The whole plan on one page, every number asked anew a moment after each change. */
export function PlanEditor({ title, initial, saved, choices, fields }: Props) {
  const t = useWords('campaign');
  const go = useNavigate();
  const tell = useTell();
  const [draft, setDraft] = useState(initial);
  const [kept, setKept] = useState(() => (saved ? JSON.stringify(bodyOf(initial)) : ''));
  const { sized, counted, asked, foretold } = useLive(draft);
  const save = useSavePlan(saved?.code);
  const hand = useSubmitPlan();
  const body = bodyOf(draft);
  const changed = JSON.stringify(body) !== kept;
  const leave = useLeaving(changed && !(saved === null && JSON.stringify(bodyOf(initial)) === JSON.stringify(body)));
  const keep = async (): Promise<string> => {
    if (!changed && saved) return saved.code;
    const { code } = await save.mutateAsync(body);
    setKept(JSON.stringify(body));
    return code;
  };
  const onSave = async () => {
    const code = await keep().catch(() => null);
    if (!code) return;
    tell.done(t('plan.saved', { code }));
    leave.freely();
    if (!saved) void go(`/campaign/campaigns/${code}/plan`, { replace: true });
  };
  const onSubmit = async () => {
    const code = await keep().catch(() => null);
    if (!code) return;
    leave.freely();
    const handed = await hand.mutateAsync(code).catch(() => null);
    if (handed) tell.done(t('plan.submitted'));
    if (handed || !saved) void go(`/campaign/campaigns/${code}${handed ? '' : '/plan'}`, { replace: !handed });
  };
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const waitsFor = draft.offer_choice === 'fixed' && !draft.offer_code ? t('forecast.waitsForOffer') : null;
  const parts = { draft, change, choices };
  return (
    <>
      <PageHeader
        title={title}
        lead={t('plan.lead')}
        crumbs={[
          { label: t('list.title'), to: '/campaign' },
          ...(saved ? [{ label: saved.code, to: `/campaign/campaigns/${saved.code}` }] : []),
        ]}
      />
      {saved?.decision_note && <Alert type="warning" title={t('plan.sentBack')} description={saved.decision_note} />}
      <div className={style.page}>
        <div>
          <div id="plan-objective">
            <ObjectivePart {...parts} fields={fields} saved={saved !== null} />
          </div>
          <div id="plan-audience">
            <AudiencePart {...parts} fields={fields} sized={sized} counted={counted} />
          </div>
          <div id="plan-gate">
            <GatePart asked={asked} />
          </div>
          <div id="plan-offer">
            <OfferPart {...parts} />
          </div>
          <div id="plan-channel">
            <ChannelPart {...parts} />
          </div>
          <div id="plan-money">
            <MoneyPart {...parts} />
          </div>
        </div>
        <PlanAside
          draft={draft}
          foretold={foretold}
          waitsFor={waitsFor}
          checks={checksOf(draft, counted.data, waitsFor ? undefined : foretold.data)}
          changed={changed}
          busy={save.isPending || hand.isPending}
          problem={save.error ?? hand.error}
          onSave={() => void onSave()}
          onSubmit={() => void onSubmit()}
        />
      </div>
    </>
  );
}

/** The numbers that follow the draft: size at once, then count, the contact policy's verdict, forecast. */
function useLive(draft: Draft) {
  const written = useMemo(() => forecastBody(draft), [draft]);
  const body = useSettled(written, A_MOMENT);
  const { audience, exclusions, org_code, cycle } = body;
  const settled = { audience, exclusions, org_code, cycle };
  const [editor] = useState(newIdempotencyKey);
  useEffect(() => {
    const leave = () => void giveUp(editor).catch(() => undefined);
    globalThis.addEventListener('pagehide', leave);
    return () => {
      globalThis.removeEventListener('pagehide', leave);
      leave();
    };
  }, [editor]);
  const offered = body.offer_choice === 'matching' || body.offer_code !== '';
  return {
    sized: useQuery({ ...size(editor, settled), placeholderData: keepPreviousData }),
    counted: useQuery({ ...count(editor, settled), placeholderData: keepPreviousData }),
    asked: useQuery({
      ...gateVerdict(editor, { ...settled, channel: body.channel, on: body.starts_on || null }),
      placeholderData: keepPreviousData,
    }),
    foretold: useQuery({ ...forecast(editor, body), enabled: offered, placeholderData: keepPreviousData }),
  };
}

/** Asks before somebody leaves with changes that are not saved. */
function useLeaving(unsaved: boolean): { freely: () => void } {
  const t = useWords('campaign');
  const confirm = useConfirm();
  const free = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && !free.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    void confirm({ title: t('leave.title'), body: t('leave.body'), verb: t('leave.verb'), grave: true }).then((sure) =>
      sure ? blocker.proceed() : blocker.reset(),
    );
  }, [blocker, confirm, t]);
  useEffect(() => {
    free.current = false;
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved) event.preventDefault();
    };
    globalThis.addEventListener('beforeunload', warn);
    return () => globalThis.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  return { freely: () => void (free.current = true) };
}
