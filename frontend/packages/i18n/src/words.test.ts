import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { filesBelow, placeOf, readWordFile, saidIn, type Said } from './survey';

const ROOT = join(import.meta.dirname, '../../..');
const files = ['packages', 'apps']
  .map((folder) => join(ROOT, folder))
  .filter(existsSync)
  .flatMap(filesBelow);

const wordFiles = files.filter((path) => /words\.(zh|en)\.json$/.test(path)).map((path) => readWordFile(ROOT, path));
const sources = files.filter((path) => /\.tsx?$/.test(path) && !/(\.test\.tsx?|\.d\.ts)$/.test(path));
const surveys = sources.map((path) => ({ unit: placeOf(ROOT, path).unit, ...saidIn(ROOT, path) }));
const said = surveys.flatMap((survey) => survey.said.map((one) => ({ ...one, unit: survey.unit })));

/** Keys of a stage as code in `unit` sees them: its own, or those of a package. */
function keysFor(unit: string, stage: string, language: string): Set<string> {
  const found = wordFiles.filter(
    (file) =>
      file.stage === stage && file.language === language && (file.unit === unit || file.unit.startsWith('packages/')),
  );
  return new Set(found.flatMap((file) => [...file.keys]));
}

function isDefined(one: Said & { unit: string }, language: string): boolean {
  const keys = keysFor(one.unit, one.stage, language);
  return one.prefix ? [...keys].some((key) => key.startsWith(one.key)) : keys.has(one.key);
}

describe('words', () => {
  it('are found at all', () => {
    expect(wordFiles.length).toBeGreaterThan(0);
    expect(said.length).toBeGreaterThan(0);
  });

  it('exist in both languages', () => {
    const missing = wordFiles.flatMap((file) => {
      const other = file.language === 'zh' ? 'en' : 'zh';
      const twin = wordFiles.find(
        (candidate) => candidate.unit === file.unit && candidate.stage === file.stage && candidate.language === other,
      );
      return [...file.keys]
        .filter((key) => !twin?.keys.has(key))
        .map((key) => `${file.unit} ${file.stage}: "${key}" is in ${file.language}, not in ${other}`);
    });
    expect(missing).toEqual([]);
  });

  it('are defined wherever the code says them', () => {
    const missing = said.flatMap((one) =>
      ['zh', 'en']
        .filter((language) => !isDefined(one, language))
        .map((language) => `${one.where}: ${one.stage} has no "${one.key}" in ${language}`),
    );
    expect(missing).toEqual([]);
  });

  it('are said with keys that can be read from the source', () => {
    expect(surveys.flatMap((survey) => survey.unreadable)).toEqual([]);
  });

  it('are all said somewhere', () => {
    const dead = wordFiles.flatMap((file) =>
      [...file.keys]
        .filter((key) => !said.some((one) => says(one, file.unit, file.stage, key)))
        .map((key) => `${file.unit} ${file.stage}: nobody says "${key}" (${file.language})`),
    );
    expect(dead).toEqual([]);
  });
});

function says(one: Said & { unit: string }, unit: string, stage: string, key: string): boolean {
  if (one.stage !== stage || (one.unit !== unit && !unit.startsWith('packages/'))) return false;
  return one.prefix ? key.startsWith(one.key) : key === one.key;
}
