import { useFormat, useWords } from '@gridloop/i18n';
import { DataTable, EmptyState, Loaded, useActor, type Column } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useMemo, useState } from 'react';

import { contractVersion, contractVersions, type ContractVersion } from '../contracts';
import style from '../Feed.module.css';
import { ChangeLine } from './ChangeLine';

/** What was agreed before: every version that was replaced, readable. */
export function ContractVersions({ feed }: { feed: string }) {
  const t = useWords('lake');
  const format = useFormat();
  const actor = useActor();
  const page = useMemo(() => contractVersions(feed), [feed]);
  const [open, setOpen] = useState<ContractVersion | null>(null);
  const columns: Column<ContractVersion>[] = [
    {
      key: 'version',
      title: t('contract.version'),
      render: (one) => (
        <Button type="link" size="small" onClick={() => setOpen(one)}>
          {one.version}
        </Button>
      ),
      text: (one) => one.version,
    },
    {
      key: 'saved_by',
      title: t('versions.savedBy'),
      render: (one) =>
        one.saved_by ? actor(one.saved_by, one.saved_by_name) : t(`versions.${one.own ? 'file' : 'shipped'}`),
      text: (one) => one.saved_by,
    },
    { key: 'saved_at', title: t('versions.savedAt'), render: (one) => format.dateTime(one.saved_at) },
    { key: 'note', title: t('save.note') },
  ];
  return (
    <>
      <DataTable
        label={t('versions.title')}
        columns={columns}
        rowKey={(one) => String(one.id)}
        page={page}
        empty={<EmptyState title={t('versions.none')} />}
      />
      {open && (
        <Drawer
          open
          onClose={() => setOpen(null)}
          size="min(720px, 100vw)"
          title={t('versions.one', { version: open.version })}
        >
          <VersionText feed={feed} id={open.id} />
        </Drawer>
      )}
    </>
  );
}

function VersionText({ feed, id }: { feed: string; id: number }) {
  const t = useWords('lake');
  const version = useQuery(contractVersion(feed, id));
  return (
    <Loaded query={version}>
      {(found) => (
        <>
          {found.changes.length > 0 && (
            <>
              <p>{t('versions.since', { version: found.in_force })}</p>
              <ul>
                {found.changes.map((change) => (
                  <li key={`${change.what} ${change.column}`}>
                    <ChangeLine change={change} />
                  </li>
                ))}
              </ul>
            </>
          )}
          <pre className={style.yaml} tabIndex={0}>
            {found.yaml}
          </pre>
        </>
      )}
    </Loaded>
  );
}
