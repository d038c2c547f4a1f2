import { Component, type ReactNode } from 'react';

interface State {
  broken: boolean;
}

/** A phone that cannot draw the map still has the list of places below it. */
export class MapBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? null : this.props.children;
  }
}
