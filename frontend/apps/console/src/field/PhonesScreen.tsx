import { useFormat, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, PageHeader, Section, State, type Column } from '@gridloop/ui';

import { SwitchOff } from './parts/SwitchOff';
import { phonesPage, type Phone } from './phones';

/** The phones of one's people: who has one, when it last synced, and switching a lost one off. */
export function Component() {
  const t = useWords('field');
  return (
    <>
      <PageHeader title={t('phones.title')} lead={t('phones.lead')} />
      <Section title={t('phones.list')} lead={t('phones.note')} flush>
        <DataTable
          label={t('phones.list')}
          columns={useColumns()}
          rowKey={(phone) => phone.device_id}
          page={phonesPage}
          search={t('phones.search')}
          exportName="phones"
          empty={<EmptyState title={t('phones.none')} hint={t('phones.noneHint')} />}
        />
      </Section>
    </>
  );
}

function useColumns(): Column<Phone>[] {
  const t = useWords('field');
  const format = useFormat();
  const nameOf = useNameOf();
  const unitOf = (phone: Phone) => nameOf({ name_zh: phone.org_name_zh, name_en: phone.org_name_en });
  return [
    { key: 'person_name', title: t('phone.person') },
    { key: 'username', title: t('phone.username'), sortable: true, wideOnly: true },
    { key: 'org_code', title: t('phone.unit'), render: unitOf, text: unitOf },
    { key: 'label', title: t('phone.label'), render: (phone) => phone.label || t('phone.unnamed') },
    {
      key: 'last_seen',
      title: t('phone.lastSeen'),
      sortable: true,
      render: (phone) => format.dateTime(phone.last_seen),
    },
    {
      key: 'revoked_at',
      title: t('phone.state'),
      render: ({ revoked_at }) =>
        revoked_at ? (
          <State tone="idle">{t('phone.off', { at: format.dateTime(revoked_at) })}</State>
        ) : (
          <State tone="done">{t('phone.on')}</State>
        ),
      text: ({ revoked_at }) => (revoked_at ? t('phone.off', { at: format.dateTime(revoked_at) }) : t('phone.on')),
    },
    { key: 'act', title: '', render: (phone) => <SwitchOff phone={phone} />, text: () => '' },
  ];
}
