import { useNameOf, useWords } from '@gridloop/i18n';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';

import { places } from '../places';
import { useSettled } from '../settled';
import style from './AudienceBuilder.module.css';

const A_MOMENT = 300;

interface Props {
  value: unknown;
  many: boolean;
  onChange: (value: unknown) => void;
}

/** Places by name: nobody knows their codes by heart. A code that was kept is found again by itself. */
export function PlaceValue({ value, many, onChange }: Props) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const [typed, setTyped] = useState('');
  const [seen, setSeen] = useState<Record<string, string>>({});
  const chosen = (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  const nameless = chosen.find((code) => !seen[code]) ?? '';
  const asked = useSettled(typed || nameless, A_MOMENT);
  const found = useQuery({ ...places(asked), placeholderData: keepPreviousData });
  const fresh = (found.data ?? []).filter((place) => !seen[place.code]);
  if (fresh.length > 0) {
    setSeen({ ...seen, ...Object.fromEntries(fresh.map((place) => [place.code, `${nameOf(place)} · ${place.code}`])) });
  }
  const offered = new Set([...(found.data ?? []).map((place) => place.code), ...chosen]);
  return (
    <Select
      className={style.grow ?? ''}
      aria-label={t('builder.value')}
      placeholder={t('builder.place')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      popupMatchSelectWidth={false}
      notFoundContent={found.isFetching ? undefined : t('builder.noPlace')}
      options={[...offered].map((code) => ({ value: code, label: seen[code] ?? code }))}
      {...(many ? { mode: 'multiple' as const, value: chosen } : { value: chosen[0] ?? null })}
      onChange={(next: unknown) => {
        setTyped('');
        onChange(next);
      }}
    />
  );
}
