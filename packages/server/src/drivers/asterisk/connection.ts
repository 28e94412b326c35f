// One connection: a channel of Asterisk's, by the channel's own id, so that a restart of ours finds it again.
import type { ClearCause, ConnectionId, DeviceId } from '@cordboard/domain';
import type { ExternalConnection } from '../external/call.ts';
import type { Place } from './arrangement.ts';
import { deviceOfEndpoint } from './naming.ts';

export type Connection = ExternalConnection & {
  /** In the Stasis application: only then can it be steered. */
  isInStasis: boolean;
  isAlerting: boolean;
  /** Where it is; null: nowhere in particular; unknown: an earlier life of ours put it there. */
  place: Place | { readonly kind: 'unknown' } | null;
  playing: { readonly playId: string; readonly playbackId: string } | null;
  /** Why we end it; null: we do not. */
  endCause: ClearCause | null;
};

export const newConnection = (id: ConnectionId, direction: 'in' | 'out'): Connection => ({
  id,
  direction,
  isInStasis: false,
  isUp: false,
  isAlerting: false,
  stage: 'proceeding',
  place: null,
  playing: null,
  endCause: null,
  timer: undefined,
});

/** `PJSIP/8001-0000001a` is at 8001. */
export const endpointOf = (channelName: string): string => /^[^/]+\/(.+)-[0-9a-f]+$/u.exec(channelName)?.[1] ?? '';

export const deviceOf = (channelName: string): DeviceId => deviceOfEndpoint(endpointOf(channelName));

/** Of playbacks: two for prompts in turn, one for the tone that stands for ringing. A later life can stop them all. */
export const playbackIds = (
  id: ConnectionId,
): { readonly prompts: readonly [string, string]; readonly ring: string } => ({
  prompts: [`prompt-0-${id}`, `prompt-1-${id}`],
  ring: `ring-${id}`,
});
