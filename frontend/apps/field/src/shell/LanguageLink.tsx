import { setRequestLanguage } from '@gridloop/api';
import { changeLanguage, useLanguage } from '@gridloop/i18n';

import style from './SignIn.module.css';

/** The other language, named in itself. */
export function LanguageLink() {
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  const change = () => {
    changeLanguage(other);
    setRequestLanguage(other);
  };
  return (
    <button type="button" className={style.language} lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={change}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  );
}
