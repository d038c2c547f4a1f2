import { dirname, join, relative, sep } from 'node:path';

/** Packages from the bottom up: each may import only those before it. */
const PACKAGES = ['api', 'i18n', 'ui', 'map'];
/** Folders of an app that put the stages together, and so may import all of them. */
const SHELL = ['shell'];
/** Folders that the screens of an app stand on, bottom first: each imports only those before it, every screen all. */
const GROUND = { field: ['store', 'sync', 'parts'] };
const CATCH_ALL = /^(utils?|helpers?|common|misc)$/i;

/** {kind: 'apps', unit: 'console', folder: 'lake'}; folder is '' for files directly in src. */
function placeOf(path, root) {
  const [kind, unit, src, ...rest] = relative(root, path).split(sep);
  if ((kind !== 'apps' && kind !== 'packages') || src !== 'src') return null;
  return { kind, unit, folder: rest.length > 1 ? rest[0] : '', rest };
}

function judgeRelative(from, target, root) {
  const to = placeOf(target, root);
  if (!to || to.kind !== from.kind || to.unit !== from.unit) return 'imports across packages go by package name';
  if (from.kind !== 'apps' || !from.folder || SHELL.includes(from.folder)) return null;
  if (to.folder === from.folder) return null;
  if (standsOn(GROUND[from.unit] ?? [], from.folder, to.rest[0])) return null;
  return `a stage folder imports only shared packages and its own folder (from "${from.folder}" to "${to.folder || 'src'}")`;
}

function standsOn(ground, folder, below) {
  const rank = ground.indexOf(folder);
  return ground.includes(below) && (rank < 0 || ground.indexOf(below) < rank);
}

function judgePackage(from, source) {
  const name = source.split('/')[1];
  const rank = PACKAGES.indexOf(name);
  if (rank < 0) return 'apps are not imported';
  if (from.kind === 'packages' && rank >= PACKAGES.indexOf(from.unit)) {
    return `package "${from.unit}" comes before "${name}" (order: ${PACKAGES.join(', ')})`;
  }
  return null;
}

export const folderBoundaries = {
  meta: { type: 'problem', schema: [], messages: { crossed: 'Folder boundary: {{why}}.' } },
  create(context) {
    const root = context.cwd;
    const from = placeOf(context.filename, root);
    if (!from) return {};
    const report = (node, why) => why && context.report({ node, messageId: 'crossed', data: { why } });
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      if (source.startsWith('.')) {
        report(node, judgeRelative(from, join(dirname(context.filename), source), root));
      } else if (source.startsWith('@gridloop/')) {
        report(node, judgePackage(from, source));
      }
    };
    return {
      Program(node) {
        const bad = from.rest.find((part) => CATCH_ALL.test(part.split('.')[0]));
        if (bad) report(node, `"${bad}" says nothing; name the file after the one thing it holds`);
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
    };
  },
};
