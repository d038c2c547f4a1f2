import { setRequestLanguage, useKeepLanguage } from '@gridloop/api';
import { changeLanguage, useLanguage, type Language } from '@gridloop/i18n';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';

const OTHER: Record<Language, { language: Language; name: string; lang: string }> = {
  zh: { language: 'en', name: 'English', lang: 'en' },
  en: { language: 'zh', name: '中文', lang: 'zh-CN' },
};

interface Props {
  /** Nobody has signed in yet: there is no account to keep the choice in. */
  anonymous?: boolean;
}

/** Switches to the other language; its name stands in itself. What was read is read again in it. */
export function LanguageSwitch({ anonymous = false }: Props) {
  const other = OTHER[useLanguage()];
  const cache = useQueryClient();
  const keep = useKeepLanguage();
  const change = () => {
    changeLanguage(other.language);
    setRequestLanguage(other.language);
    if (!anonymous) keep.mutate(other.language);
    void cache.invalidateQueries();
  };
  return (
    <Button type="text" lang={other.lang} onClick={change}>
      {other.name}
    </Button>
  );
}
