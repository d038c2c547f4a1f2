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
      <PageHeader title={nameOf(place)} lead={`${t(`placeKinds.${place.kind}`)} · ${grid}`} />
      <PlaceFigures place={place} />
      <Columns>
        <Section title={t('place.about')}>
          <PlaceFacts place={place} />
        </Section>
        <PlaceRevenue code={place.place_code} />
      </Columns>
      <PlaceMonths code={place.place_code} />
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
          flush
        >
          {risk && <AtRisk top={risk.top} />}
        </Section>
        <PlaceTags code={place.place_code} />
      </Columns>
      <Section title={t('place.campaigns')} lead={t('place.campaignsLead')} flush>
        <PlaceCampaigns place={place} />
      </Section>
      <Section
        title={t('place.orders')}
        extra={<Link to={`/dispatch?place_code=${place.place_code}&view=all`}>{t('place.allOrders')}</Link>}
        flush
      >
        <PlaceOrders place={place} />
      </Section>
      <Columns>
        <Section title={t('place.competitors')} lead={t('place.competitorsLead')} flush>
          <PlaceCompetitors place={place} />
        </Section>
        <Section title={t('place.sightings')} flush>
          <Sightings place={place} />
        </Section>
      </Columns>
    </>
  );
}

/** The tags come later than the rest: they are counted over many columns. */
function PlaceTags({ code }: { code: string }) {
  const t = useWords('monitor');
  const tags = useQuery(placeTags(code));
  return (
    <Section title={t('grid.tags')} flush>
      <Loaded query={tags}>{(found) => <Tags tags={found} of={`place_code=${code}`} />}</Loaded>
    </Section>
  );
}
