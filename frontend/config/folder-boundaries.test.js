import { join } from 'node:path';

import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

import { folderBoundaries } from './folder-boundaries.js';

const ROOT = join(import.meta.dirname, '..');
const linter = new Linter({ cwd: ROOT });

function complaints(file, code) {
  const plugins = { gridloop: { rules: { 'folder-boundaries': folderBoundaries } } };
  const rules = { 'gridloop/folder-boundaries': 'error' };
  const config = { files: ['**/*.ts'], plugins, rules };
  return linter.verify(code, config, { filename: join(ROOT, file) }).map((one) => one.message);
}

describe('folder boundaries', () => {
  it('lets a stage import its own folder and shared packages', () => {
    const code = "import './parts/Row'; import { DataTable } from '@gridloop/ui';";
    expect(complaints('apps/console/src/lake/Feeds.ts', code)).toEqual([]);
    expect(complaints('apps/console/src/lake/parts/Row.ts', "import '../queries';")).toEqual([]);
  });

  it('stops a stage from reaching into another stage', () => {
    expect(complaints('apps/console/src/lake/Feeds.ts', "import '../mining/queries';")).toHaveLength(1);
    expect(complaints('apps/console/src/lake/parts/Row.ts', "export * from '../../mining/queries';")).toHaveLength(1);
    expect(complaints('apps/console/src/lake/Feeds.ts', "const m = import('../mining/queries');")).toHaveLength(1);
  });

  it('stops a stage from reaching into the shell', () => {
    expect(complaints('apps/console/src/lake/Feeds.ts', "import '../shell/navigation';")).toHaveLength(1);
    expect(complaints('apps/console/src/lake/Feeds.ts', "import '../main';")).toHaveLength(1);
  });

  it('lets the shell put stages together', () => {
    expect(complaints('apps/console/src/shell/stages.ts', "import '../lake/stage';")).toEqual([]);
    expect(complaints('apps/console/src/main.ts', "import './lake/stage';")).toEqual([]);
  });

  it('lets screens of the phone stand on store, sync and parts, and those on each other in that order', () => {
    expect(
      complaints('apps/field/src/today/x.ts', "import '../store'; import '../sync'; import '../parts/x';"),
    ).toEqual([]);
    expect(complaints('apps/field/src/sync/x.ts', "import '../store';")).toEqual([]);
    expect(complaints('apps/field/src/store/x.ts', "import '../sync';")).toHaveLength(1);
    expect(complaints('apps/field/src/today/x.ts', "import '../customer/x';")).toHaveLength(1);
    expect(complaints('apps/console/src/lake/x.ts', "import '../store';")).toHaveLength(1);
  });

  it('keeps packages in their order and out of apps', () => {
    expect(complaints('packages/api/src/x.ts', "import '@gridloop/ui';")).toHaveLength(1);
    expect(complaints('packages/map/src/x.ts', "import '@gridloop/ui';")).toEqual([]);
    expect(complaints('packages/ui/src/x.ts', "import '../../api/src/page';")).toHaveLength(1);
    expect(complaints('packages/ui/src/x.ts', "import '@gridloop/console';")).toHaveLength(1);
  });

  it('refuses catch-all names', () => {
    expect(complaints('apps/console/src/lake/utils.ts', '')).toHaveLength(1);
    expect(complaints('apps/console/src/common/x.ts', '')).toHaveLength(1);
  });
});
