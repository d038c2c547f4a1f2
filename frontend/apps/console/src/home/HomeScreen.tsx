import { useMe, type Role } from '@gridloop/api';
import type { ComponentType } from 'react';

import { AuditorHome } from './AuditorHome';
import { CounterHome } from './CounterHome';
import { ExecutiveHome } from './ExecutiveHome';
import { GridHome } from './GridHome';
import { HealthHome } from './HealthHome';
import { PlannerHome } from './PlannerHome';
import { SellerHome } from './SellerHome';

const HOMES: Record<Role, ComponentType> = {
  executive: ExecutiveHome,
  branch_manager: ExecutiveHome,
  planner: PlannerHome,
  grid_manager: GridHome,
  data_steward: HealthHome,
  administrator: HealthHome,
  auditor: AuditorHome,
  hall_clerk: CounterHome,
  call_agent: CounterHome,
  account_manager: SellerHome,
  partner: SellerHome,
  community_manager: SellerHome,
};

/** The home that answers the first question of the reader's role. */
export function Component() {
  const Home = HOMES[useMe().role];
  return <Home />;
}
