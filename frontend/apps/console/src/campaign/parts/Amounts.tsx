import { useWords } from '@gridloop/i18n';
import { InputNumber } from 'antd';

const FEN_PER_YUAN = 100;
const PER_CENT = 100;

interface Props {
  id: string;
  value: number;
  onChange: (value: number) => void;
}

/** Fen, written as yuan. */
export function MoneyInput({ id, value, onChange }: Props) {
  const t = useWords('campaign');
  return (
    <InputNumber
      id={id}
      style={{ width: '100%' }}
      min={0}
      precision={2}
      value={value / FEN_PER_YUAN}
      suffix={t('unit.fen')}
      onChange={(yuan) => onChange(Math.round((yuan ?? 0) * FEN_PER_YUAN))}
    />
  );
}

/** A share of one, written in per cent. */
export function ShareInput({ id, value, onChange, least = 0, most = 100 }: Props & { least?: number; most?: number }) {
  return (
    <InputNumber
      id={id}
      style={{ width: '100%' }}
      min={least}
      max={most}
      value={Number((value * PER_CENT).toFixed(2))}
      suffix="%"
      onChange={(percent) => onChange(Number(((percent ?? least) / PER_CENT).toFixed(4)))}
    />
  );
}

/** A whole number. */
export function CountInput({ id, value, onChange, suffix, most }: Props & { suffix?: string; most?: number }) {
  return (
    <InputNumber
      id={id}
      style={{ width: '100%' }}
      min={0}
      {...(most === undefined ? {} : { max: most })}
      precision={0}
      value={value}
      {...(suffix ? { suffix } : {})}
      onChange={(number) => onChange(number ?? 0)}
    />
  );
}
