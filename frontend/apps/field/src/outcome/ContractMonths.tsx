import { useWords } from '@gridloop/i18n';

import { Chips } from '../parts/Chips';
import { monthEnd, useDayNames } from '../parts/day-names';

const YEARS = 3;
const MONTHS = 12;

interface Props {
  today: string;
  chosen: string | undefined;
  onChoose: (lastDay: string | undefined) => void;
}

/** In which month a contract elsewhere ends: this year's rest, and two years more. */
export function ContractMonths({ today, chosen, onChoose }: Props) {
  const t = useWords('outcome');
  const days = useDayNames();
  const thisYear = Number(today.slice(0, 4));
  return Array.from({ length: YEARS }, (_, index) => thisYear + index).map((year) => {
    const ends = Array.from({ length: MONTHS }, (_, month) => monthEnd(`${year}-01-01`, month)).filter((end) => end >= today);
    return (
      <Chips
        key={year}
        narrow
        title={year === thisYear ? t('contractTitle', { year }) : t('contractYear', { year })}
        chips={ends.map((value) => ({ value, name: days.month(value) }))}
        chosen={chosen}
        onChoose={onChoose}
      />
    );
  });
}
