import { sayChange, useFormat, useWords } from '@gridloop/i18n';
import { Figure, Figures } from '@gridloop/ui';

import type { Market, Operator } from '../market';
import { monthAfter } from '../month-after';

interface Props {
  data: Market;
  cycle: string;
  operator: Operator;
}

/** An operator's shares and quality index of the month; of ourselves also how the feed agrees with our own books. */
export function MarketFigures({ data, cycle, operator }: Props) {
  const t = useWords('metrics');
  const format = useFormat();
  const mine = data.months.filter((one) => one.operator === operator.code);
  const now = mine.find((one) => one.cycle === cycle);
  const before = mine.find((one) => one.cycle === monthAfter(cycle, -1));
  const books = (figure: string) => {
    const found = data.own_books.find((one) => one.figure === figure);
    return operator.is_own && found && found.difference !== null
      ? t('market.books', { difference: format.change(found.difference) })
      : '';
  };
  const share = (name: 'users' | 'revenue' | 'new_users') => {
    const value = now?.[name] ?? null;
    const earlier = before?.[name] ?? null;
    const change = value !== null && earlier !== null ? value - earlier : null;
    return (
      <Figure
        key={name}
        label={t(`market.shares.${name}`)}
        value={format.percent(value, 2)}
        change={change}
        changeText={sayChange(format, 'share', change)}
        trend={mine.map((one) => one[name])}
        note={books(name)}
      />
    );
  };
  const quality = now?.quality_index ?? null;
  return (
    <Figures>
      {share('users')}
      {share('revenue')}
      {share('new_users')}
      <Figure
        label={t('market.quality')}
        value={format.fixed(quality, 2)}
        trend={mine.map((one) => one.quality_index)}
        note={t('market.qualityNote')}
      />
    </Figures>
  );
}
