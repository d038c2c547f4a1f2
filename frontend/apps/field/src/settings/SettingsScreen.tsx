import { useLanguage, useWords, type Language } from '@gridloop/i18n';
import { useState } from 'react';
import { Link } from 'react-router';

import { useBoth } from '../parts/both';
import { Icon } from '../parts/Icon';
import { Panel } from '../parts/Panel';
import { Screen } from '../parts/Screen';
import { chooseTextSize, TEXT_SIZES, textSize } from '../parts/text-size';
import { usePhone, useWaiting } from '../store';
import { switchLanguage } from './language';
import style from './SettingsScreen.module.css';
import { SignOut } from './SignOut';

const LANGUAGES: { value: Language; name: string; lang: string }[] = [
  { value: 'zh', name: '中文', lang: 'zh-CN' },
  { value: 'en', name: 'English', lang: 'en' },
];

/** Language, size of the text, upload, and the way out. */
export function SettingsScreen() {
  const t = useWords('settings');
  const both = useBoth();
  const { owner } = usePhone();
  const language = useLanguage();
  return (
    <Screen title={t('title')}>
      <div className={style.person}>
        <span className={style.face}>
          <Icon name="person" size={1.7} />
        </span>
        <p>
          <strong>{owner.name}</strong>
          <span>{both(owner.orgName)}</span>
        </p>
      </div>
      <UploadLink />
      <Panel title={t('language')}>
        <div className={style.choices}>
          {LANGUAGES.map(({ value, name, lang }) => (
            <button key={value} type="button" lang={lang} aria-pressed={value === language} onClick={() => switchLanguage(value)}>
              {name}
            </button>
          ))}
        </div>
      </Panel>
      <TextSizes />
      <SignOut />
    </Screen>
  );
}

function UploadLink() {
  const t = useWords('settings');
  const waiting = useWaiting().length;
  return (
    <Link to="/sync" className={style.link}>
      <Icon name={waiting > 0 ? 'up' : 'synced'} />
      <span>
        {t('sync')}
        <em>{waiting > 0 ? t('waiting', { count: waiting }) : t('allUploaded')}</em>
      </span>
      <Icon name="right" size={1} />
    </Link>
  );
}

function TextSizes() {
  const t = useWords('settings');
  const [chosen, setChosen] = useState(textSize);
  return (
    <Panel title={t('text')}>
      <div className={style.choices}>
        {TEXT_SIZES.map((size) => (
          <button
            key={size}
            type="button"
            data-size={size}
            aria-pressed={size === chosen}
            aria-label={t(`size.${size}`)}
            onClick={() => {
              chooseTextSize(size);
              setChosen(size);
            }}
          >
            {t('sample')}
          </button>
        ))}
      </div>
    </Panel>
  );
}
