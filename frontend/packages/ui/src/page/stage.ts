import type { Role } from '@gridloop/api';
import type { RouteObject } from 'react-router';

/** What a stage folder of the console offers to the shell. */
export interface StageScreens {
  /** Name of the stage, of its folder and of its first address part: 'lake' is served below /lake. */
  name: string;
  /** Who has it in the navigation. The server decides anew at each call. */
  roles: readonly Role[];
  /** Routes below /<name>; screens are loaded when first opened. */
  routes: RouteObject[];
}
