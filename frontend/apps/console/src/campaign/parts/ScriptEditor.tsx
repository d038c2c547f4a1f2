import { useNameOf, useWords } from '@gridloop/i18n';
import { Button, Input, Radio } from 'antd';
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
  const t = useWords('campaign');
  const nameOf = useNameOf();
  const [kind, setKind] = useState(choices.offer_kinds[0]?.value ?? 'default');
  const said = (code: string) => (scripts[code] ? '' : t('script.absent'));
  return (
    <div>
      <Field label={t('script.kind')}>
        {(id) => (
          <Radio.Group
            id={id}
            aria-label={t('script.kind')}
            optionType="button"
            size="small"
            value={kind}
            options={choices.offer_kinds.map((one) => ({ value: one.value, label: nameOf(one) + said(one.value) }))}
            onChange={(event) => setKind(event.target.value as string)}
          />
        )}
      </Field>
      <div className={style.one}>
        <OneScript key={kind} kind={kind} scripts={scripts} choices={choices} onChange={onChange} />
      </div>
    </div>
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
