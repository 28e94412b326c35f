// One connection: a channel of FreeSWITCH's, by the channel's own id, so that a restart of ours finds it again.
import type { ClearCause, ConnectionId, Prompt } from '@cordboard/domain';
import type { ExternalConnection } from '../external/call.ts';

export type Connection = ExternalConnection & {
  /** Wished on the present connection to FreeSWITCH: it need not have a channel yet. */
  isNew: boolean;
  /** It has been parked: from then on it can be sent anywhere. */
  isReady: boolean;
  isAlerting: boolean;
  /** It came without an offer (RFC 3264): nothing can be heard before the answer, and FreeSWITCH would end it for trying. */
  isWithoutOffer: boolean;
  isHeldByDevice: boolean;
  /** What it was last sent to, as the inline dialplan says it; null: nothing in particular. */
  place: string | null;
  playing: { readonly playId: string; readonly prompts: readonly Prompt[]; isBegun: boolean } | null;
  /** Why we end it; null: we do not. */
  endCause: ClearCause | null;
};

export const newConnection = (id: ConnectionId, direction: 'in' | 'out'): Connection => ({
  id,
  direction,
  isNew: true,
  isReady: false,
  isUp: false,
  isAlerting: false,
  isWithoutOffer: false,
  isHeldByDevice: false,
  stage: 'proceeding',
  place: null,
  playing: null,
  endCause: null,
  timer: undefined,
});
