import { useLanguage, type Language } from '@gridloop/i18n';
import { Tree, type TreeDataNode } from 'antd';
import { useMemo } from 'react';

import type { OrgUnit } from '../org';

interface Props {
  label: string;
  units: OrgUnit[];
  chosen: string;
  onChoose: (code: string) => void;
}

/** The org tree from the reader's highest unit down. */
export function OrgTree({ label, units, chosen, onChoose }: Props) {
  const language = useLanguage();
  const nodes = useMemo(() => nodesOf(units, language), [units, language]);
  return (
    <Tree
      aria-label={label}
      blockNode
      height={560}
      treeData={nodes}
      defaultExpandedKeys={nodes.map((node) => node.key)}
      selectedKeys={[chosen]}
      onSelect={(keys) => keys[0] && onChoose(String(keys[0]))}
    />
  );
}

function nodesOf(units: OrgUnit[], language: Language): TreeDataNode[] {
  const known = new Set(units.map((unit) => unit.code));
  const below = new Map<string, OrgUnit[]>();
  for (const unit of units) {
    const parent = unit.parent_code && known.has(unit.parent_code) ? unit.parent_code : '';
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const grow = (parent: string): TreeDataNode[] =>
    (below.get(parent) ?? []).map((unit) => ({
      key: unit.code,
      title: `${(language === 'en' && unit.name_en) || unit.name_zh} · ${unit.code}`,
      children: grow(unit.code),
    }));
  return grow('');
}
