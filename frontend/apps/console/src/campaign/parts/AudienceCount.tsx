import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { Columns, Figure, Figures, Stack, StaticTable, type Column } from '@gridloop/ui';

import type { Count } from '../audience';
import { sayAmount } from '../units';

type Branch = Count['branches'][number];
type Segment = Count['segments'][number];
type ProfileLine = Count['profile'][number];

/** How many customers an audience has, where they live, and whom it describes. */
export function AudienceCount({ count }: { count: Count }) {
  const t = useWords('campaign');
  const format = useFormat();
  const share = count.customers > 0 ? count.remaining / count.customers : null;
  return (
    <Stack>
      <div aria-live="polite">
        <Figures>
          <Figure label={t('count.remaining')} value={format.count(count.remaining)} chosen />
          <Figure label={t('count.total')} value={format.count(count.total)} />
          <Figure label={t('count.excluded')} value={format.count(count.excluded)} />
          <Figure
            label={t('count.share')}
            value={format.percent(share)}
            note={t('count.of', { of: format.count(count.customers) })}
          />
        </Figures>
      </div>
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
