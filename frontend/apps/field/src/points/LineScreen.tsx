import { useFormat, useWords } from '@gridloop/i18n';
import { useParams } from 'react-router';

import { useBoth } from '../parts/both';
import { Empty } from '../parts/Empty';
import { Panel } from '../parts/Panel';
import { Screen } from '../parts/Screen';
import { useHeld, type Points, type PointsLine } from '../store';
import { AppealPanel } from './AppealPanel';
import { byRule, mayAppeal } from './lines';
import style from './LineScreen.module.css';

/** Why these points, and what to do when they are wrong. */
export function LineScreen() {
  const t = useWords('points');
  const both = useBoth();
  const { cycle = '', rule = '' } = useParams();
  const points = useHeld<Points>('points', cycle);
  if (points === undefined) return null;
  const found = points && byRule(points).find((one) => one.rule === rule);
  if (!found) {
    return (
      <Screen title={t('title')} deep>
        <Empty icon="points" title={t('gone')} hint={t('goneHint')} />
      </Screen>
    );
  }
  return (
    <Screen title={both(found.name)} deep>
      {found.lines.map((line) => (
        <Line key={line.state} line={line} cycle={cycle} />
      ))}
      {mayAppeal(rule) && <AppealPanel cycle={cycle} rule={rule} appeals={points.appeals ?? []} />}
    </Screen>
  );
}

function Line({ line, cycle }: { line: PointsLine; cycle: string }) {
  const t = useWords('points');
  const both = useBoth();
  const format = useFormat();
  return (
    <Panel title={format.month(cycle)} aside={t(`state.${line.state}`)}>
      <p className={style.points}>{`${line.points > 0 ? '+' : ''}${format.number(line.points)}`}</p>
      <p className={style.why}>{both(line.text)}</p>
    </Panel>
  );
}
