// <agent-bar> in JSX: its attributes, and its events, which React 19 takes as `on` and the event's name.
import type { AgentBar, BarEvents } from '@cordboard/toolbar';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Listeners = { readonly [Name in keyof BarEvents as `on${Name}`]?: (event: CustomEvent<BarEvents[Name]>) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'agent-bar': DetailedHTMLProps<HTMLAttributes<AgentBar>, AgentBar> &
        Listeners & { readonly server?: string; readonly theme?: 'light' | 'dark' };
    }
  }
}
