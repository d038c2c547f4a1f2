import { useFormat, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';

import type { Place } from '../places';

type Sighting = Place['sightings'][number];

/** What people reported from the place, newest first. */
export function Sightings({ place }: { place: Place }) {
  const t = useWords('monitor');
  const format = useFormat();
  if (!place.sightings.length) return <EmptyState title={t('place.noSightings')} />;
  const columns: Column<Sighting>[] = [
    { key: 'reported_at', title: t('contact.at'), render: (one) => format.day(one.reported_at) },
    { key: 'kind', title: t('trouble.kind'), render: (one) => t(`sightingKinds.${one.kind}`) },
    { key: 'text', title: t('trouble.what') },
    { key: 'person_name', title: t('contact.who') },
  ];
  return (
    <StaticTable
      label={t('place.sightings')}
      columns={columns}
      rows={place.sightings}
      rowKey={(one) => one.sighting_id}
    />
  );
}
