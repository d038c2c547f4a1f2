import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

import ts from 'typescript';

import type { Language, Words } from './words';

/** A key said somewhere in the code; `prefix` when its end is only known at run time. */
export interface Said {
  stage: string;
  key: string;
  prefix: boolean;
  where: string;
}

export interface WordFile {
  unit: string;
  stage: string;
  language: Language;
  keys: Set<string>;
}

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** All files below a folder, without what was installed or built. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** 'packages/ui' or 'apps/console', and the name of the stage: the folder below src, or the package itself. */
export function placeOf(root: string, path: string): { unit: string; stage: string } {
  const [kind = '', unit = '', , ...rest] = relative(root, path).split(sep);
  const stage = kind === 'packages' || rest.length < 2 ? unit : (rest[0] ?? unit);
  return { unit: `${kind}/${unit}`, stage };
}

/** Reads a words file; plural forms count as one key. */
export function readWordFile(root: string, path: string): WordFile {
  const language = basename(path).split('.')[1] as Language;
  const words = JSON.parse(readFileSync(path, 'utf8')) as Words;
  const { unit, stage } = placeOf(root, dirname(path) + sep + 'x');
  return { unit, stage, language, keys: new Set(flatten(words)) };
}

function flatten(words: Words, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key.replace(PLURAL, '')] : flatten(value, `${prefix}${key}.`),
  );
}

/** Every key that a source file says, and every call whose key cannot be read from the source. */
export function saidIn(root: string, path: string): { said: Said[]; unreadable: string[] } {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const speakers = findSpeakers(source, placeOf(root, path).stage);
  const said: Said[] = [];
  const unreadable: string[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const stage = speakers.get(node.expression.text);
    const [key] = node.arguments;
    if (!stage || !key) return;
    const where = `${relative(root, path)}:${source.getLineAndCharacterOfPosition(node.pos).line + 1}`;
    const keys = keysOf(key);
    if (keys.length === 0) unreadable.push(where);
    said.push(...keys.map((found) => ({ ...found, stage, where })));
  });
  return { said, unreadable };
}

/** Names bound by `useWords('stage')`, and parameters of type `Say`, which speak for their own stage. */
function findSpeakers(source: ts.SourceFile, own: string): Map<string, string> {
  const speakers = new Map<string, string>();
  walk(source, (node) => {
    if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.type?.getText() === 'Say') {
      speakers.set(node.name.text, own);
    }
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return;
    const call = node.initializer;
    if (!ts.isCallExpression(call) || call.expression.getText() !== 'useWords') return;
    const stage = call.arguments[0];
    if (stage && ts.isStringLiteralLike(stage)) speakers.set(node.name.text, stage.text);
  });
  return speakers;
}

function keysOf(key: ts.Expression): { key: string; prefix: boolean }[] {
  if (ts.isStringLiteralLike(key)) return [{ key: key.text, prefix: false }];
  if (ts.isTemplateExpression(key) && key.head.text) return [{ key: key.head.text, prefix: true }];
  if (ts.isConditionalExpression(key)) return [...keysOf(key.whenTrue), ...keysOf(key.whenFalse)];
  if (ts.isParenthesizedExpression(key)) return keysOf(key.expression);
  return [];
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}
