import { useFormat, useWords } from '@gridloop/i18n';
import { LineChart, Stack } from '@gridloop/ui';

import type { Customer } from '../customers';
import style from './Bills.module.css';

const FEN = 100;
const MB = 1024;

/** A year of bills and of data used against the allowance. */
export function Bills({ customer }: { customer: Customer }) {
  const t = useWords('monitor');
  const format = useFormat();
  const months = customer.bills.map((bill) => format.month(bill.month));
  return (
    <Stack>
      <h3 className={style.name}>{t('bill.billed')}</h3>
      <LineChart
        label={t('customer.bills')}
        x={months}
        xName={t('bill.month')}
        series={[{ name: t('bill.billed'), values: customer.bills.map((bill) => bill.billed_fen / FEN) }]}
        format={(yuan) => format.money(yuan * FEN)}
        height={180}
      />
      <h3 className={style.name}>{t('bill.data')}</h3>
      <LineChart
        label={t('bill.data')}
        x={customer.usage.map((one) => format.month(one.month))}
        xName={t('bill.month')}
        series={[
          { name: t('bill.used'), values: customer.usage.map((one) => gigabytes(one.data_mb)) },
          { name: t('bill.allowance'), values: customer.usage.map((one) => gigabytes(one.allowance_mb)), dashed: true },
        ]}
        format={(value) => `${format.number(value)} GB`}
        height={180}
        fromZero
      />
    </Stack>
  );
}

function gigabytes(mb: number | null): number | null {
  return mb == null ? null : mb / MB;
}
