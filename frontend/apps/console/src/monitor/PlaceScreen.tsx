import { PLANNERS, useMe } from '@gridloop/api';
import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Loaded, PageHeader, Section } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { AtRisk } from './parts/AtRisk';
import { PlaceCompetitors } from './parts/PlaceCompetitors';
import { PlaceFacts } from './parts/PlaceFacts';
import { PlaceFigures } from './parts/PlaceFigures';
import { PlaceMonths, PlaceRevenue } from './parts/PlaceMonths';
import { PlaceCampaigns, PlaceOrders } from './parts/PlaceWork';
import { Sightings } from './parts/Sightings';
import { Tags } from './parts/Tags';
import { placeCoded, placeTags, type Place } from './places';

/** One place whole: what somebody asks at a compound's gate. */
export function Component() {
  const place = useQuery(placeCoded(useParams().code ?? ''));
  return <Loaded query={place}>{(found) => <Whole place={found} />}</Loaded>;
}

function Whole({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  const nameOf = useNameOf();
  const grid = nameOf({ name_zh: place.grid_name_zh, name_en: place.grid_name_en });
  const risk = place.churn_risk;
  return (
    <>
      <PageHeader
        title={nameOf(place)}
        lead={`${t(`placeKinds.${place.kind}`)} · ${grid}`}
        actions={
          PLANNERS.includes(useMe().role) && (
            <Link to={`/campaign/plan?place=${place.place_code}`}>{t('grid.plan')}</Link>
          )
        }
      />
      <PlaceFigures place={place} />
      <Columns wide>
        <Section
          title={t('risk.title')}
          lead={
            risk
              ? t('risk.lead', {
                  customers: format.count(risk.customers),
                  money: format.money(risk.monthly_fee_fen),
                })
              : t('place.notScored')
          }
          extra={
            <Link to={`/monitor/customers?place_code=${place.place_code}&in_service=true&which=at_risk`}>
              {t('place.allAtRisk')}
            </Link>
          }
          foldable
          flush
        >
          {risk && <AtRisk top={risk.top} here />}
        </Section>
        <div>
          <Section title={t('place.about')} foldable>
            <PlaceFacts place={place} />
          </Section>
          <Section title={t('place.competitors')} lead={t('place.competitorsLead')} foldable flush>
            <PlaceCompetitors place={place} />
          </Section>
          <Section title={t('place.sightings')} foldable flush>
            <Sightings place={place} />
          </Section>
        </div>
      </Columns>
      <Section title={t('place.campaigns')} lead={t('place.campaignsLead')} foldable flush>
        <PlaceCampaigns place={place} />
      </Section>
      <Section
        title={t('place.orders')}
        extra={<Link to={`/dispatch?place_code=${place.place_code}&view=all`}>{t('place.allOrders')}</Link>}
        foldable
        flush
      >
        <PlaceOrders place={place} />
      </Section>
      <Columns>
        <PlaceRevenue code={place.place_code} />
        <PlaceTags code={place.place_code} />
      </Columns>
      <PlaceMonths code={place.place_code} />
    </>
  );
}

/** Asked for by itself, and on a phone only when it is opened. */
function PlaceTags({ code }: { code: string }) {
  return (
    <Section title={useWords('monitor')('grid.tags')} foldable flush>
      <Carried code={code} />
    </Section>
  );
}

function Carried({ code }: { code: string }) {
  const tags = useQuery(placeTags(code));
  return <Loaded query={tags}>{(found) => <Tags tags={found} of={`place_code=${code}`} />}</Loaded>;
}
