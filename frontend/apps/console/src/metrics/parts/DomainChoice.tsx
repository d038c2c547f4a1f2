import { useWords } from '@gridloop/i18n';
import { Segmented } from 'antd';

import { DOMAINS } from '../domains';
import { useView } from '../view';

/** Which part of the business is looked at. */
export function DomainChoice() {
  const t = useWords('metrics');
  const [view, go] = useView();
  const options = [
    { value: '', label: t('domain.headline') },
    ...DOMAINS.map((value) => ({ value, label: t(`domain.names.${value}`) })),
  ];
  return (
    <div style={{ overflowX: 'auto', marginBlockEnd: 12 }}>
      <Segmented<string>
        aria-label={t('domain.label')}
        value={view.domain ?? ''}
        options={options}
        onChange={(value) => go({ domain: DOMAINS.find((one) => one === value), indicator: undefined })}
      />
    </div>
  );
}
