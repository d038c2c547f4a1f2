import { useFormat, useWords } from '@gridloop/i18n';
import { Link } from 'react-router';

import { useBoth } from '../parts/both';
import { Empty } from '../parts/Empty';
import { Icon } from '../parts/Icon';
import { Panel } from '../parts/Panel';
import { Screen } from '../parts/Screen';
import { useHeldAll, type Points } from '../store';
import { byRule } from './lines';
import style from './PointsScreen.module.css';

/** What I have earned, and why. */
export function PointsScreen() {
  const t = useWords('points');
  const cycles = useHeldAll<Points>('points');
  const latestFirst = [...(cycles ?? [])].sort((a, b) => b.cycle.localeCompare(a.cycle));
  return (
    <Screen title={t('title')}>
      {cycles?.length === 0 && <Empty icon="points" title={t('none')} hint={t('noneHint')} />}
      {latestFirst.map((points) => (
        <Cycle key={points.cycle} points={points} />
      ))}
    </Screen>
  );
}

function Cycle({ points }: { points: Points }) {
  const t = useWords('points');
  const both = useBoth();
  const format = useFormat();
  return (
    <Panel title={format.month(points.cycle)}>
      <dl className={style.sums}>
        <div>
          <dt>{t('confirmed')}</dt>
          <dd className={style.confirmed}>{format.number(points.confirmed)}</dd>
        </div>
        <div>
          <dt>{t('provisional')}</dt>
          <dd>{format.number(points.provisional)}</dd>
        </div>
        {points.held ? (
          <div>
            <dt>{t('held')}</dt>
            <dd>{format.number(points.held)}</dd>
          </div>
        ) : null}
        {points.pay_fen ? (
          <div>
            <dt>{t('pay')}</dt>
            <dd>{format.money(points.pay_fen)}</dd>
          </div>
        ) : null}
      </dl>
      <ul className={style.lines}>
        {byRule(points).map((one) => (
          <li key={one.rule}>
            <Link to={`/points/${points.cycle}/${one.rule}`} className={style.line}>
              <span>
                {both(one.name)}
                {one.open && <em>{t('notSettled')}</em>}
              </span>
              <strong>{`${one.points > 0 ? '+' : ''}${format.number(one.points)}`}</strong>
              <Icon name="right" size={1.1} />
            </Link>
          </li>
        ))}
      </ul>
      {points.lines.length === 0 && <p className={style.note}>{t('empty')}</p>}
      {points.provisional !== 0 && <p className={style.note}>{t('note')}</p>}
    </Panel>
  );
}
