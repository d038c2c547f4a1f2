import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Figure, Figures, Stack, StaticTable, type Column } from '@gridloop/ui';

import type { UseQueryResult } from '@tanstack/react-query';

import type { Count, Size } from '../audience';
import { sayAmount } from '../units';

type Branch = Count['branches'][number];
type Segment = Count['segments'][number];
type ProfileLine = Count['profile'][number];

interface FiguresProps {
  size: UseQueryResult<Size>;
  count: UseQueryResult<Count>;
}

/** How many customers an audience has: its size is there long before all about it is counted. */
export function AudienceFigures({ size, count }: FiguresProps) {
  const t = useWords('campaign');
  const format = useFormat();
  const counted = count.isPlaceholderData ? undefined : count.data;
  const shown = counted ?? size.data;
  if (!shown) return null;
  const customers = counted?.customers ?? count.data?.customers;
  const share = customers ? shown.remaining / customers : null;
  return (
    <div aria-live="polite" aria-busy={!counted && size.isFetching}>
      <Figures>
        <Figure label={t('count.remaining')} value={format.count(shown.remaining)} chosen />
        <Figure label={t('count.total')} value={format.count(shown.total)} />
        <Figure label={t('count.excluded')} value={format.count(shown.total - shown.remaining)} />
        <Figure
          label={t('count.share')}
          value={format.percent(share)}
          note={customers === undefined ? undefined : t('count.of', { of: format.count(customers) })}
        />
      </Figures>
    </div>
  );
}

/** Whom an audience describes, and where they live. */
export function AudienceCount({ count }: { count: Count }) {
  return (
    <Stack>
      <Columns wide>
        <Profile lines={count.profile} />
        <Where count={count} />
      </Columns>
    </Stack>
  );
}

function Profile({ lines }: { lines: ProfileLine[] }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const columns: Column<ProfileLine>[] = [
    { key: 'name', title: t('profile.figure'), render: (line) => nameOf(line) },
    {
      key: 'audience',
      title: t('profile.audience'),
      numeric: true,
      render: (line) => sayAmount(format, line.unit, line.audience, t),
    },
    {
      key: 'everybody',
      title: t('profile.everybody'),
      numeric: true,
      render: (line) => sayAmount(format, line.unit, line.everybody, t),
    },
  ];
  return <StaticTable label={t('profile.title')} columns={columns} rows={lines} rowKey={(line) => line.field} />;
}

function Where({ count }: { count: Count }) {
  const t = useWords('campaign');
  const format = useFormat();
  const nameOf = useNameOf();
  const branches: Column<Branch>[] = [
    { key: 'name', title: t('count.branch'), render: (row) => nameOf(row) },
    { key: 'remaining', title: t('count.customers'), numeric: true, render: (row) => format.count(row.remaining) },
  ];
  const segments: Column<Segment>[] = [
    { key: 'name', title: t('count.segment'), render: (row) => nameOf(row) },
    { key: 'remaining', title: t('count.customers'), numeric: true, render: (row) => format.count(row.remaining) },
  ];
  return (
    <Stack>
      <StaticTable label={t('count.branch')} columns={branches} rows={count.branches} rowKey={(row) => row.org_code} />
      <StaticTable label={t('count.segment')} columns={segments} rows={count.segments} rowKey={(row) => row.value} />
    </Stack>
  );
}
