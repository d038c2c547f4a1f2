import { useWords } from '@gridloop/i18n';
import { FormPanel, Stack, useTell } from '@gridloop/ui';
import { Drawer, Form, Input, InputNumber } from 'antd';

import { clockTime, minuteOf } from '../clock-time';
import { CHANNELS, PERIODS, useSetPolicy, type Policy, type TermName, type Terms } from '../policy';
import style from './PolicyDrawer.module.css';

type Wish = Omit<Terms, 'quiet_from' | 'quiet_until'> & { quiet_from: string; quiet_until: string };

const DAYS: readonly TermName[] = ['gap_days', 'refusal_days', 'complaint_days'];

/** Puts another policy in force, for every campaign at once. */
export function PolicyDrawer({ policy, onClose }: { policy: Policy; onClose: () => void }) {
  const t = useWords('contact');
  const tell = useTell();
  const set = useSetPolicy();
  const submit = (wish: Wish) =>
    set.mutate(
      { ...wish, quiet_from: minuteOf(wish.quiet_from) ?? 0, quiet_until: minuteOf(wish.quiet_until) ?? 0 },
      {
        onSuccess: () => {
          tell.done(t('done'));
          onClose();
        },
      },
    );
  return (
    <Drawer open onClose={onClose} size="min(520px, 100vw)" title={t('edit')}>
      <Stack>
        <p>{t('editLead')}</p>
        <FormPanel<Wish>
          verb={t('set')}
          busy={set.isPending}
          error={set.error}
          initial={{ ...policy, quiet_from: clockTime(policy.quiet_from), quiet_until: clockTime(policy.quiet_until) }}
          onSubmit={submit}
          onCancel={onClose}
        >
          <fieldset className={style.group}>
            <legend>{t('cap.title')}</legend>
            {CHANNELS.flatMap((channel) =>
              PERIODS.map((period) => (
                <NumberTerm
                  key={`${channel}_${period}`}
                  name={`${channel}_${period}`}
                  label={t('cap.one', { channel: t(`channels.${channel}`), days: period })}
                />
              )),
            )}
          </fieldset>
          <fieldset className={style.group}>
            <legend>{t('rest.title')}</legend>
            {DAYS.map((name) => (
              <NumberTerm key={name} name={name} label={t(`term.${name}`)} suffix={t('day')} />
            ))}
            <NumberTerm name="attempts_7" label={t('term.attempts_7')} />
            <TimeTerm name="quiet_from" label={t('term.quiet_from')} />
            <TimeTerm name="quiet_until" label={t('term.quiet_until')} />
            <NumberTerm name="control_percent" label={t('term.control_percent')} suffix="%" />
          </fieldset>
        </FormPanel>
      </Stack>
    </Drawer>
  );
}

function NumberTerm({ name, label, suffix }: { name: TermName; label: string; suffix?: string }) {
  const t = useWords('contact');
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('needNumber') }]}>
      <InputNumber min={0} style={{ width: '100%' }} {...(suffix ? { suffix } : {})} />
    </Form.Item>
  );
}

function TimeTerm({ name, label }: { name: TermName; label: string }) {
  const t = useWords('contact');
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: t('needTime') }]}>
      <Input type="time" />
    </Form.Item>
  );
}
