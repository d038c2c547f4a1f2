import { useLanguage, useWords } from '@gridloop/i18n';
import { Facts, Section, Stack } from '@gridloop/ui';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { Link, useSearchParams } from 'react-router';

import { indicatorLibrary, STANDS_IN, tagLibrary, tracedDataset, type Indicator, type Tag } from '../definitions';
import { useTitles } from '../titles';
import { LineageTree } from './LineageTree';

/**
 * From an indicator, a tag or a dataset back to the files. Which one stands in the address (`?indicator=`, `?tag=`,
 * `?of=`), so that any screen that shows a number can link here.
 */
export function TraceBack({ datasets }: { datasets: string[] }) {
  const t = useWords('lake');
  const language = useLanguage();
  const [address, setAddress] = useSearchParams();
  const indicators = useQuery(indicatorLibrary).data ?? [];
  const tags = useQuery(tagLibrary).data ?? [];
  const indicator = indicators.find((one) => one.code === address.get('indicator'));
  const tag = tags.find((one) => one.code === address.get('tag'));
  const version = address.get('version');
  const title = useTitles();
  const named = (one: { code: string; name_zh: string; name_en: string }) =>
    `${language === 'zh' ? one.name_zh : one.name_en} (${one.code})`;
  const dataset = tracedDataset(address);
  const kind = address.has('indicator') ? 'indicator' : address.has('tag') ? 'tag' : 'of';
  return (
    <Section
      title={t('trace.title')}
      lead={t('trace.lead')}
      extra={
        <Select
          aria-label={t('trace.choose')}
          placeholder={t('trace.choose')}
          style={{ minWidth: 260 }}
          showSearch={{ optionFilterProp: 'label' }}
          value={address.has(kind) ? `${kind} ${address.get(kind) ?? ''}` : null}
          options={[
            {
              label: t('trace.indicators'),
              options: indicators.map((one) => ({ value: `indicator ${one.code}`, label: named(one) })),
            },
            { label: t('trace.tags'), options: tags.map((one) => ({ value: `tag ${one.code}`, label: named(one) })) },
            {
              label: t('trace.datasets'),
              options: datasets.map((name) => ({ value: `of ${name}`, label: `${title(name)} (${name})` })),
            },
          ]}
          onChange={(chosen) => {
            const [of = 'of', name = ''] = chosen.split(' ');
            setAddress({ [of]: name });
          }}
        />
      }
    >
      {dataset ? (
        <Stack>
          {indicator && <IndicatorFacts indicator={indicator} />}
          {tag && <TagFacts tag={tag} />}
          <LineageTree
            key={`${dataset} ${version ?? ''}`}
            name={dataset}
            version={version === null ? undefined : Number(version)}
          />
        </Stack>
      ) : (
        <p>{t('trace.none')}</p>
      )}
    </Section>
  );
}

function IndicatorFacts({ indicator }: { indicator: Indicator }) {
  const t = useWords('lake');
  const title = useTitles();
  const language = useLanguage();
  return (
    <Facts
      facts={[
        {
          label: t('trace.indicators'),
          value: (
            <Link to={`/metrics/indicators?q=${indicator.code}`}>
              {language === 'zh' ? indicator.name_zh : indicator.name_en}
            </Link>
          ),
        },
        { label: t('trace.formula'), value: language === 'zh' ? indicator.formula_zh : indicator.formula_en },
        { label: t('trace.numerator'), value: <code>{indicator.numerator}</code> },
        ...(indicator.denominator
          ? [{ label: t('trace.denominator'), value: <code>{indicator.denominator}</code> }]
          : []),
        { label: t('trace.takes'), value: indicator.sources.map((name) => title(name)).join(' · ') },
        { label: t('trace.owner'), value: t(`trace.owners.${indicator.owner}`) },
        { label: t('trace.standsIn'), value: title(STANDS_IN.indicator) },
      ]}
    />
  );
}

function TagFacts({ tag }: { tag: Tag }) {
  const t = useWords('lake');
  const title = useTitles();
  const language = useLanguage();
  return (
    <Facts
      facts={[
        {
          label: t('trace.tags'),
          value: <Link to={`/metrics/tags?q=${tag.code}`}>{language === 'zh' ? tag.name_zh : tag.name_en}</Link>,
        },
        { label: t('trace.formula'), value: language === 'zh' ? tag.description_zh : tag.description_en },
        { label: t('trace.condition'), value: <code>{tag.condition}</code> },
        { label: t('trace.owner'), value: t(`trace.owners.${tag.owner}`) },
        { label: t('trace.standsIn'), value: title(STANDS_IN.tag) },
      ]}
    />
  );
}
