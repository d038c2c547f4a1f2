import { useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Meter, PageHeader, Section, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';

import { campaignsPage, DIRECTIONS, OBJECTIVES, STATES, type CampaignLine } from './campaigns';
import { CampaignStateMark } from './parts/CampaignStateMark';
import { NeedsTable } from './parts/NeedsTable';
import { standings, type Standing } from './standing';
import { cyclesAround } from './draft';
import { useToday } from './today';

const PLANNERS = ['planner', 'branch_manager', 'grid_manager'];
const DIRECTORS = ['executive', ...PLANNERS];

/** All campaigns of the reader's units, those that need somebody first. */
export function Component() {
  const t = useWords('campaign');
  const { role } = useMe();
  const stand = useQuery({ ...standings, enabled: DIRECTORS.includes(role) });
  return (
    <>
      <PageHeader
        title={t('list.title')}
        lead={t('list.lead')}
        actions={
          PLANNERS.includes(role) && (
            <Link to="/campaign/plan">
              <Button type="primary" tabIndex={-1}>
                {t('plan.new')}
              </Button>
            </Link>
          )
        }
      />
      {stand.data && stand.data.needing > 0 && (
        <NeedsTable cards={stand.data.campaigns.filter((card) => card.needs.length > 0)} role={role} />
      )}
      <Campaigns cards={stand.data?.campaigns ?? []} mayPlan={PLANNERS.includes(role)} />
    </>
  );
}

function Campaigns({ cards, mayPlan }: { cards: Standing[]; mayPlan: boolean }) {
  const t = useWords('campaign');
  const format = useFormat();
  const cycles = cyclesAround(useToday());
  const columns = useColumns(new Map(cards.map((card) => [card.campaign_code, card])));
  return (
    <Section title={t('list.all')} flush>
      <DataTable
        label={t('list.all')}
        columns={columns}
        rowKey={(one) => one.code}
        page={campaignsPage}
        search={t('list.search')}
        filters={[
          {
            name: 'state',
            label: t('plan.state'),
            options: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            name: 'cycle',
            label: t('plan.cycle'),
            options: cycles.map((value) => ({ value, label: format.month(value) })),
          },
          {
            name: 'objective',
            label: t('plan.objective'),
            options: OBJECTIVES.map((value) => ({ value, label: t(`objective.${value}`) })),
          },
          {
            name: 'direction',
            label: t('plan.direction'),
            options: DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) })),
          },
        ]}
        exportName="campaigns"
        empty={
          <EmptyState
            title={t('list.none')}
            hint={t('list.noneHint')}
            action={mayPlan && <Link to="/campaign/plan">{t('plan.new')}</Link>}
          />
        }
      />
    </Section>
  );
}

function useColumns(standing: Map<string, Standing>): Column<CampaignLine>[] {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const unitOf = (one: CampaignLine) => nameOf({ name_zh: one.org_name_zh, name_en: one.org_name_en });
  return [
    {
      key: 'code',
      title: t('list.campaign'),
      sortable: true,
      render: (one) => (
        <>
          <Link to={`/campaign/campaigns/${one.code}`}>{nameOf(one)}</Link>
          <div>
            <small>{one.code}</small>
          </div>
        </>
      ),
      text: (one) => `${one.code} ${nameOf(one)}`,
    },
    {
      key: 'state',
      title: t('plan.state'),
      sortable: true,
      render: (one) => <CampaignStateMark state={one.state} />,
      text: (one) => t(`state.${one.state}`),
    },
    { key: 'cycle', title: t('plan.cycle'), sortable: true, render: (one) => format.month(one.cycle) },
    { key: 'objective', title: t('plan.objective'), sortable: true, render: (one) => t(`objective.${one.objective}`) },
    {
      key: 'org_code',
      title: t('plan.unit'),
      wideOnly: true,
      render: (one) => (
        <>
          {unitOf(one)}
          {one.direction === 'bottom_up' && (
            <div>
              <small>{t('direction.bottom_up')}</small>
            </div>
          )}
        </>
      ),
      text: (one) => `${unitOf(one)} ${t(`direction.${one.direction}`)}`,
    },
    { key: 'channel', title: t('plan.channel'), wideOnly: true, render: (one) => t(`channel.${one.channel}`) },
    {
      key: 'targets',
      title: t('list.targets'),
      numeric: true,
      render: (one) =>
        one.launched_at ? (
          <Link to={`/campaign/campaigns/${one.code}?t.arm=treated#targets`}>{format.count(one.targets)}</Link>
        ) : (
          '–'
        ),
      text: (one) => (one.launched_at ? String(one.targets) : ''),
    },
    {
      key: 'budget_fen',
      title: t('list.budget'),
      numeric: true,
      sortable: true,
      render: (one) => <Budget line={one} standing={standing.get(one.code)} />,
      text: (one) => String(one.budget_fen / 100),
    },
    {
      key: 'pace',
      title: t('list.pace'),
      numeric: true,
      render: (one) => <Pace standing={standing.get(one.code)} />,
      text: (one) => String(standing.get(one.code)?.funnel.pace ?? ''),
    },
  ];
}

function Budget({ line, standing }: { line: CampaignLine; standing: Standing | undefined }) {
  const t = useWords('campaign');
  const format = useFormat();
  return (
    <>
      {format.shortMoney(line.budget_fen)}
      {standing && standing.spent_fen > 0 && (
        <div>
          <small>{t('list.spent', { spent: format.shortMoney(standing.spent_fen) })}</small>
        </div>
      )}
    </>
  );
}

function Pace({ standing }: { standing: Standing | undefined }) {
  const format = useFormat();
  const pace = standing?.funnel.pace ?? null;
  return pace === null ? '–' : <Meter share={pace} text={format.percent(pace, 0)} />;
}
