// What Asterisk has of ours when we connect: channels, bridges with their snoops, tracks being recorded.
import type { CallId, ConnectionId } from '@cordboard/domain';
import type { AriBridge, AriChannel, AriInfo } from './ari-events.ts';
import type { Piece } from '../external/recordings.ts';
import { readTrackName } from '../external/track-name.ts';
import type { Asterisk } from './asterisk.ts';
import type { Bridge } from './call.ts';
import { CALL_VARIABLE, readBridgeName, readSnoopName } from './naming.ts';

export type Found = {
  /** When this Asterisk was started: another one has none of the calls of before. */
  readonly bornAt: string;
  /** Of calls that the core was told of. */
  readonly told: readonly AriChannel[];
  /** Entered the application while nobody listened. */
  readonly untold: readonly AriChannel[];
  /** By call, by key. */
  readonly bridges: ReadonlyMap<CallId, ReadonlyMap<string, Bridge>>;
  readonly placeOf: ReadonlyMap<ConnectionId, string>;
  /** Whatever is in the application, also what is none of a caller's. */
  readonly entered: ReadonlySet<string>;
  /** Of recordings, those that are over as well. */
  readonly pieces: readonly Piece[];
  /** Names of those that are still being recorded. */
  readonly recorded: ReadonlySet<string>;
};

/** @throws AriError */
export async function look(asterisk: Asterisk): Promise<Found> {
  const { status } = (await asterisk.ask('GET', '/asterisk/info', { only: 'status' })) as AriInfo;
  const channels = (await asterisk.ask('GET', '/channels')) as readonly AriChannel[];
  const bridges = (await asterisk.ask('GET', '/bridges')) as readonly AriBridge[];
  const stored = (await asterisk.ask('GET', '/recordings/stored')) as readonly { readonly name: string }[];
  const callers = channels.filter(({ name }) => name.startsWith('PJSIP/'));
  const told = callers.filter((channel) => isTold(channel, asterisk.app));
  return {
    bornAt: status.startup_time,
    told,
    untold: callers.filter(
      (channel) => channel.state !== 'Up' && cameIn(channel, asterisk.app) && !told.includes(channel),
    ),
    ...arrangedIn(bridges),
    entered: new Set(channels.flatMap(({ id, dialplan }) => (dialplan.app_name === 'Stasis' ? [id] : []))),
    pieces: [...new Set([...channels.map(({ id }) => id), ...stored.map(({ name }) => name)])].flatMap(
      (name) => readTrackName(name) ?? [],
    ),
    recorded: new Set(channels.map(({ id }) => id)),
  };
}

const isTold = ({ channelvars }: AriChannel, app: string): boolean =>
  channelvars?.[CALL_VARIABLE]?.startsWith(`${app} `) === true;

/** In the application, by the dialplan and not by us. */
export const cameIn = ({ dialplan }: AriChannel, app: string): boolean =>
  dialplan.app_name === 'Stasis' && /^([^,]*),(telephone|trunk),/u.exec(dialplan.app_data ?? '')?.[1] === app;

function arrangedIn(all: readonly AriBridge[]): Pick<Found, 'bridges' | 'placeOf'> {
  const bridges = new Map<CallId, Map<string, Bridge>>();
  const placeOf = new Map<ConnectionId, string>();
  for (const { id, name, channels } of all) {
    const read = readBridgeName(name);
    if (read === null) continue;
    const ofCall = bridges.get(read.callId) ?? new Map<string, Bridge>();
    bridges.set(read.callId, ofCall);
    const snoops = new Map<ConnectionId, string>();
    for (const channel of channels) {
      const source = readSnoopName(channel);
      if (source === null) placeOf.set(channel as ConnectionId, read.key);
      else snoops.set(source, channel);
    }
    ofCall.set(read.key, { id, snoops });
  }
  return { bridges, placeOf };
}
