import { useWords } from '@gridloop/i18n';
import { Button, Input, Popover, Space } from 'antd';
import { useSearchParams } from 'react-router';

interface Props {
  /** What the screen shows without its being said in the address: the latest month, the reader's own unit. */
  shown: Record<string, string | null | undefined>;
}

/** Shows an address that opens the same view for somebody else, as far as he may see it, today and next month. */
export function ShareLink({ shown }: Props) {
  const t = useWords('ui');
  const [params] = useSearchParams();
  const whole = new URLSearchParams(params);
  for (const [name, value] of Object.entries(shown)) if (value) whole.set(name, value);
  whole.sort();
  const address = `${location.origin}${location.pathname}?${whole.toString()}`;
  const copy = () => void navigator.clipboard?.writeText(address);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('share.title')}
      content={
        <div style={{ width: 'min(420px, 80vw)' }}>
          <p style={{ marginBlockStart: 0 }}>{t('share.hint')}</p>
          <Space.Compact block>
            <Input readOnly aria-label={t('share.title')} value={address} onFocus={(event) => event.target.select()} />
            {navigator.clipboard ? <Button onClick={copy}>{t('share.copy')}</Button> : null}
          </Space.Compact>
        </div>
      }
    >
      <Button>{t('share.button')}</Button>
    </Popover>
  );
}
