import { useLanguage, useWords } from '@gridloop/i18n';
import { DataTable, Section, type Column } from '@gridloop/ui';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';

import { verdictCustomersPage, type VerdictCustomer } from '../targets';
import { useCustomerColumns } from './customer-columns';
import { Landing } from './Landing';

/** The customers behind one number of the verdicts: who was left out for that reason. Shown once one was picked. */
export function VerdictCustomers({ code }: { code: string }) {
  const t = useWords('campaign');
  const [params] = useSearchParams();
  const verdict = params.get('verdict') ?? '';
  const reason = params.get('reason') ?? '';
  const page = useMemo(() => verdictCustomersPage(code, verdict, reason), [code, verdict, reason]);
  const columns = useColumns();
  if (!verdict) return null;
  return (
    <Landing name="verdict">
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
    </Landing>
  );
}

function useColumns(): Column<VerdictCustomer>[] {
  const t = useWords('campaign');
  const language = useLanguage();
  const { customer, grid } = useCustomerColumns<VerdictCustomer>();
  const said = (one: VerdictCustomer) => (language === 'zh' ? one.text_zh : one.text_en);
  return [
    customer,
    { key: 'text', title: t('verdicts.verdict'), render: said, text: said },
    {
      key: 'assignee_code',
      title: t('targets.assignee'),
      sortable: true,
      render: (one) => one.assignee_name || one.assignee_code || '–',
      text: (one) => `${one.assignee_name} ${one.assignee_code}`,
    },
    { ...grid, sortable: true },
  ];
}
