import { useWords } from '@gridloop/i18n';
import { ProblemAlert, State } from '@gridloop/ui';
import { Input } from 'antd';

import { useWhyNot } from '../eligibility';
import { RequirementList } from './RequirementList';

/** Tries the offer on one customer: may he hold it, and if not, why not. */
export function EligibilityCheck({ offerCode }: { offerCode: string }) {
  const t = useWords('catalog');
  const ask = useWhyNot(offerCode);
  return (
    <>
      <Input.Search
        aria-label={t('eligibility.try')}
        placeholder={t('eligibility.try')}
        enterButton={t('eligibility.ask')}
        loading={ask.isPending}
        onSearch={(text) => text.trim() && ask.mutate(text.trim())}
      />
      <div aria-live="polite">
        {ask.data && (
          <>
            <p>
              <State tone={ask.data.eligible ? 'done' : 'idle'}>
                {t(ask.data.eligible ? 'eligibility.yes' : 'eligibility.no', { customer: ask.data.customer_id })}
              </State>
            </p>
            <RequirementList requirements={ask.data.why_not} none="" />
          </>
        )}
        {ask.error && <ProblemAlert error={ask.error} />}
      </div>
    </>
  );
}
