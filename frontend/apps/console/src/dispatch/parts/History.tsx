import { useFormat, useLanguage, useWords } from '@gridloop/i18n';
import { EmptyState, StaticTable, type Column } from '@gridloop/ui';

import type { OrderDetail } from '../orders';

type Line = OrderDetail['history'][number];

/** Everything that happened to an order, newest last. */
export function History({ order }: { order: OrderDetail }) {
  const t = useWords('dispatch');
  const format = useFormat();
  const language = useLanguage();
  if (!order.history.length) return <EmptyState title={t('history.none')} />;
  const columns: Column<Line>[] = [
    { key: 'at', title: t('history.at'), render: (line) => format.dateTime(line.at) },
    { key: 'who', title: t('history.who') },
    { key: 'what', title: t('history.what'), render: (line) => (language === 'zh' ? line.what_zh : line.what_en) },
  ];
  return (
    <StaticTable
      label={t('history.title')}
      columns={columns}
      rows={order.history}
      rowKey={(line) => `${line.at} ${line.what}`}
    />
  );
}
