import { useWords } from '@gridloop/i18n';
import { InputNumber } from 'antd';

import type { AlertRule } from '../alerts';
import type { IndicatorUnit } from '../indicators';
import { keptLimit, scaleOfLimit, writtenLimit } from '../limit';

const SAID = ['fen', 'share', 'per_10k', 'hours', 'minutes', 'mb', 'mbps'] as const;

interface Props {
  id?: string;
  value?: number | null;
  onChange?: (value: number | null) => void;
  kind: AlertRule['kind'];
  unit: IndicatorUnit | undefined;
}

/** The limit of a rule in the unit that people speak: yuan and per cent. */
export function LimitInput({ id, value, onChange, kind, unit }: Props) {
  const t = useWords('metrics');
  const scale = scaleOfLimit(kind, unit);
  const said = kind === 'goal' ? 'share' : kind === 'anomaly' ? undefined : SAID.find((one) => one === unit);
  return (
    <InputNumber
      {...(id ? { id } : {})}
      style={{ width: '100%' }}
      value={typeof value === 'number' ? writtenLimit(value, scale) : null}
      suffix={said ? t(`define.units.${said}`) : ''}
      onChange={(written) => onChange?.(written === null ? null : keptLimit(written, scale))}
    />
  );
}
