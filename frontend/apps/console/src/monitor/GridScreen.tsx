import { PLANNERS, useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Figure, Figures, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { gridCoded, type Grid } from './grids';
import { AtRisk } from './parts/AtRisk';
import { GridFigures } from './parts/GridFigures';
import { GridPlaces } from './parts/GridPlaces';
import { Tags } from './parts/Tags';
import { Team } from './parts/Team';
import { WholeFunnel } from './parts/WholeFunnel';

/** One grid whole: figures, team, orders, who is at risk. */
export function Component() {
  const grid = useQuery(gridCoded(useParams().code ?? ''));
  return <Loaded query={grid}>{(found) => <Whole grid={found} />}</Loaded>;
}

function Whole({ grid }: { grid: Grid }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const role = useMe().role;
  const branch = nameOf({ name_zh: grid.branch_name_zh, name_en: grid.branch_name_en });
  return (
    <>
      <PageHeader
        title={nameOf(grid)}
        lead={`${branch} · ${t('grid.manager', { name: grid.manager_name || '–' })}`}
        actions={
          <>
            <Link to={`/metrics/benchmark?org=${grid.grid_code}`}>{t('grid.peers')}</Link>
            {PLANNERS.includes(role) && (
              <Link to={`/campaign/plan?org=${grid.grid_code}`}>{t('grid.plan')}</Link>
            )}
            <Link to={`/territory?grid=${grid.grid_code}`}>{t('grid.onMap')}</Link>
          </>
        }
      />
      <GridFigures grid={grid} />
      <Figures>
        <Figure
          label={t('grid.customers')}
          value={format.count(grid.customers)}
          to={`/territory/customers?grid_code=${grid.grid_code}`}
        />
        <Figure
          label={t('grid.places')}
          value={format.count(grid.places)}
          to={`/territory/places?grid_code=${grid.grid_code}`}
        />
        <Figure
          label={t('grid.portUse')}
          value={format.percent(grid.ports.port_use)}
          note={t('grid.fullPlaces', { count: grid.ports.full_places })}
        />
      </Figures>
      <WholeFunnel whole={grid.funnel} only={{ grid_code: grid.grid_code, cycle: grid.cycle }} />
      <Section title={t('team.title')} lead={t('team.lead')} foldable flush>
        <Team grid={grid} />
      </Section>
      <Section title={t('grid.places')} lead={t('grid.placesLead')} foldable flush>
        <GridPlaces gridCode={grid.grid_code} />
      </Section>
      <Columns wide>
        <Section
          title={t('risk.title')}
          lead={t('risk.lead', {
            customers: format.count(grid.churn_risk.customers),
            money: format.money(grid.churn_risk.monthly_fee_fen),
          })}
          foldable
          flush
        >
          <AtRisk top={grid.churn_risk.top} />
        </Section>
        <Section title={t('grid.tags')} foldable flush>
          <Tags tags={grid.tags} of={`grid_code=${grid.grid_code}`} />
        </Section>
      </Columns>
    </>
  );
}
