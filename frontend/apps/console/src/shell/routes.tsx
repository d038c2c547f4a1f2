import type { Role } from '@gridloop/api';
import { Loading } from '@gridloop/ui';
import { Navigate, type RouteObject } from 'react-router';

import { Frame } from './Frame';
import { Missing } from './Missing';
import { ScreenError } from './ScreenError';
import { stages } from './stages';

/** All screens of the console for one role: screens of other stages do not even have an address. */
export function routesFor(role: Role): RouteObject[] {
  const own = stages.filter((stage) => stage.roles.includes(role));
  const below: RouteObject[] = own.map((stage) => ({ path: stage.name, children: stage.routes }));
  return [
    {
      path: '/',
      element: <Frame />,
      errorElement: <ScreenError />,
      hydrateFallbackElement: <Loading />,
      children: [
        {
          errorElement: <ScreenError />,
          children: [
            { index: true, element: <Navigate to="/home" replace /> },
            ...below,
            { path: '*', element: <Missing /> },
          ],
        },
      ],
    },
  ];
}
