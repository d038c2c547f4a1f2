import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { Loaded } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';

import { traceOf, type Trace } from '../datasets';
import style from './LineageTree.module.css';

type TracedFeed = Trace['feeds'][number];

/** A version and, opened step by step, everything it was made of; every step is a link, and all of it works by keyboard. */
export function LineageTree({ name, version }: { name: string; version: number | undefined }) {
  return (
    <ul className={style.tree}>
      <Step name={name} version={version} open />
    </ul>
  );
}

function Step({
  name,
  version,
  title = '',
  old = false,
  open: atFirst = false,
}: {
  name: string;
  version: number | undefined;
  title?: string;
  old?: boolean;
  open?: boolean;
}) {
  const t = useWords('lake');
  const [open, setOpen] = useState(atFirst);
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {name}
          {title && ` ${title}`}
          {version !== undefined && ` · ${t('trace.version', { version })}`}
          {old && ` · ${t('trace.old')}`}
        </summary>
        {open && <Behind name={name} version={version} />}
      </details>
    </li>
  );
}

function Behind({ name, version }: { name: string; version: number | undefined }) {
  const t = useWords('lake');
  const format = useFormat();
  const language = useLanguage();
  const trace = useQuery(traceOf(name, version));
  return (
    <Loaded query={trace} rows={2}>
      {(found) => (
        <ul>
          <li>
            <Link to={`/lake/datasets/${name}`}>{name}</Link> · {t('trace.version', { version: found.version })} ·{' '}
            {t('trace.rows', { rows: format.count(found.rows) })} ·{' '}
            {t('trace.made', { run: found.run, time: format.dateTime(found.created_at) })}
          </li>
          {found.reads.length > 0 && (
            <li>
              {t('trace.reads')}
              <ul>
                {found.reads.map((one) =>
                  one.known ? (
                    <Step
                      key={one.dataset}
                      name={one.dataset}
                      version={one.version}
                      title={language === 'zh' ? one.title_zh : one.title_en}
                      old={!one.current}
                    />
                  ) : (
                    <li key={one.dataset}>
                      <Link to={`/lake/datasets/${one.dataset}`}>{one.dataset}</Link> ·{' '}
                      {t('trace.version', { version: one.version })} · {t('trace.unknown')}
                    </li>
                  ),
                )}
              </ul>
            </li>
          )}
          {found.feeds.map((feed) => (
            <Feed key={feed.feed} feed={feed} />
          ))}
          {found.reads.length === 0 && found.feeds.length === 0 && <li>{t('trace.nothing')}</li>}
        </ul>
      )}
    </Loaded>
  );
}

function Feed({ feed }: { feed: TracedFeed }) {
  const t = useWords('lake');
  const format = useFormat();
  const language = useLanguage();
  const expressions = Object.entries(feed.expressions);
  return (
    <li>
      {t('trace.feeds')}:{' '}
      <Link to={`/lake/feeds/${feed.feed}`}>{language === 'zh' ? feed.title_zh : feed.title_en}</Link>
      <ul>
        {feed.files.map((file) => (
          <li key={`${file.business_date} ${file.file_name}`}>
            {file.batch_id === null ? (
              file.file_name
            ) : (
              <Link to={`/lake/batches/${String(file.batch_id)}`}>{file.file_name}</Link>
            )}{' '}
            · {format.date(file.business_date)}
            {file.contract_version && ` · ${t('trace.contract', { version: file.contract_version })}`}
            {months(file.parts)}
          </li>
        ))}
        {feed.more > 0 && (
          <li>
            <Link to={`/lake/batches?feed=${feed.feed}`}>{t('trace.more', { files: format.count(feed.more) })}</Link>
          </li>
        )}
        {expressions.length > 0 && (
          <li>
            <details>
              <summary>{t('trace.expressions')}</summary>
              <dl>
                {expressions.map(([column, expression]) => (
                  <FactRow key={column} column={column} expression={expression} />
                ))}
              </dl>
            </details>
          </li>
        )}
      </ul>
    </li>
  );
}

function FactRow({ column, expression }: { column: string; expression: string }) {
  return (
    <>
      <dt>{column}</dt>
      <dd>
        <code>{expression}</code>
      </dd>
    </>
  );
}

/** The months that a file's rows stand for; a dataset that is replaced whole has none. */
function months(parts: readonly string[]): string {
  const named = parts.filter((part) => part !== 'all').map((part) => part.slice(0, 7));
  if (named.length === 0) return '';
  return named.length <= 3 ? ` · ${named.join(', ')}` : ` · ${named[0] ?? ''} … ${named[named.length - 1] ?? ''}`;
}
