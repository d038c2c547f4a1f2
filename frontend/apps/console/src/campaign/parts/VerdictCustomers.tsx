import { useLanguage, useNameOf, useWords } from '@gridloop/i18n';
import { DataTable, Section, type Column } from '@gridloop/ui';
import { useEffect, useMemo, useRef } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';

import { verdictCustomersPage, type VerdictCustomer } from '../targets';

/** The customers behind one number of the verdicts: who was left out for that reason. Shown once one was picked. */
export function VerdictCustomers({ code }: { code: string }) {
  const t = useWords('campaign');
  const place = useRef<HTMLDivElement>(null);
  const [params] = useSearchParams();
  const { hash, key } = useLocation();
  const verdict = params.get('verdict') ?? '';
  const reason = params.get('reason') ?? '';
  const page = useMemo(() => verdictCustomersPage(code, verdict, reason), [code, verdict, reason]);
  useEffect(() => {
    if (hash === '#verdict') place.current?.scrollIntoView({ block: 'start' });
  }, [hash, key]);
  const columns = useColumns();
  if (!verdict) return null;
  return (
    <div ref={place} id="verdict" style={{ scrollMarginTop: 60 }}>
      <Section
        title={t('verdicts.customers')}
        lead={t('verdicts.customersLead')}
        extra={<Link to={`/campaign/campaigns/${code}`}>{t('verdicts.hide')}</Link>}
        flush
      >
        <DataTable
          key={`${verdict}:${reason}`}
          label={t('verdicts.customers')}
          columns={columns}
          rowKey={(one) => one.customer_id}
          page={page}
          search={t('targets.search')}
          prefix="v."
          exportName={`${code}-${verdict}`}
        />
      </Section>
    </div>
  );
}

function useColumns(): Column<VerdictCustomer>[] {
  const t = useWords('campaign');
  const language = useLanguage();
  const nameOf = useNameOf();
  const gridOf = (one: VerdictCustomer) => nameOf({ name_zh: one.grid_name_zh, name_en: one.grid_name_en });
  const said = (one: VerdictCustomer) => (language === 'zh' ? one.text_zh : one.text_en);
  return [
    {
      key: 'customer_id',
      title: t('targets.customer'),
      sortable: true,
      render: (one) => (
        <>
          <Link to={`/monitor/customers/${one.customer_id}`}>{one.customer_name || one.customer_id}</Link>
          <div>
            <small>{one.customer_id}</small>
          </div>
        </>
      ),
      text: (one) => `${one.customer_name} ${one.customer_id}`,
    },
    { key: 'text', title: t('verdicts.verdict'), render: said, text: said },
    {
      key: 'assignee_code',
      title: t('targets.assignee'),
      sortable: true,
      render: (one) => one.assignee_name || one.assignee_code || '–',
      text: (one) => `${one.assignee_name} ${one.assignee_code}`,
    },
    {
      key: 'grid_code',
      title: t('targets.grid'),
      sortable: true,
      render: (one) => (one.grid_code ? <Link to={`/monitor/grids/${one.grid_code}`}>{gridOf(one)}</Link> : '–'),
      text: gridOf,
    },
  ];
}
