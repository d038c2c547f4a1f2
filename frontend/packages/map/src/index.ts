export type { Area, Spot } from './area';
export { AreaMap } from './AreaMap';
