import { useNameOf, useWords } from '@gridloop/i18n';
import { Button, Input, Tabs } from 'antd';
import { useRef, useState } from 'react';

import type { Choices } from '../audience';
import type { Draft } from '../draft';
import { Field } from './Field';
import style from './ScriptEditor.module.css';

type Scripts = Draft['scripts'];
const LANGUAGES = ['zh', 'en'] as const;
const EMPTY = { zh: '', en: '' };

interface Props {
  scripts: Scripts;
  choices: Choices;
  onChange: (scripts: Scripts) => void;
}

/** What to say, for each kind of offer and in both languages; what is left open is filled in for each customer. */
export function ScriptEditor({ scripts, choices, onChange }: Props) {
  const nameOf = useNameOf();
  return (
    <Tabs
      size="small"
      items={choices.offer_kinds.map((kind) => ({
        key: kind.value,
        label: nameOf(kind),
        children: <OneScript kind={kind.value} scripts={scripts} choices={choices} onChange={onChange} />,
      }))}
    />
  );
}

function OneScript({ kind, scripts, choices, onChange }: Props & { kind: string }) {
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const [writing, setWriting] = useState<(typeof LANGUAGES)[number]>('zh');
  const cursor = useRef<number | null>(null);
  const script = scripts[kind];
  const proposed = choices.scripts[kind] ?? choices.scripts.default ?? EMPTY;
  if (!script) {
    return (
      <p>
        {t('script.none')}{' '}
        <Button size="small" onClick={() => onChange({ ...scripts, [kind]: proposed })}>
          {t('script.write')}
        </Button>
      </p>
    );
  }
  const write = (language: (typeof LANGUAGES)[number], text: string) =>
    onChange({ ...scripts, [kind]: { ...script, [language]: text } });
  const insert = (name: string) => {
    const text = script[writing];
    const at = cursor.current ?? text.length;
    const mark = `{${name}}`;
    cursor.current = at + mark.length;
    write(writing, text.slice(0, at) + mark + text.slice(at));
  };
  const drop = () => {
    onChange(Object.fromEntries(Object.entries(scripts).filter(([name]) => name !== kind)));
  };
  return (
    <>
      <div className={style.texts}>
        {LANGUAGES.map((language) => (
          <Field key={language} label={t(`script.${language}`)}>
            {(id) => (
              <Input.TextArea
                id={id}
                lang={language}
                maxLength={2000}
                autoSize={{ minRows: 3, maxRows: 9 }}
                value={script[language]}
                onFocus={() => setWriting(language)}
                onSelect={(event) => (cursor.current = event.currentTarget.selectionStart)}
                onChange={(event) => write(language, event.target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      <div className={style.open}>
        <span>{t('script.insert')}</span>
        {choices.placeholders.map((one) => (
          <Button key={one.value} size="small" title={`{${one.value}}`} onClick={() => insert(one.value)}>
            {nameOf(one)}
          </Button>
        ))}
        {kind !== 'default' && (
          <Button size="small" type="text" onClick={drop}>
            {t('script.drop')}
          </Button>
        )}
      </div>
    </>
  );
}
