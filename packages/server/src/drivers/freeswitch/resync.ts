// After every connection: what there is at FreeSWITCH is laid over what is known here.
import type { CallId, ConnectionId, DeviceId } from '@cordboard/domain';
import { newCallId, type Roster } from '../external/roster.ts';
import type { Trunks } from '../external/trunks.ts';
import type { FreeswitchCall } from './call.ts';
import type { Ended } from './ended.ts';
import { newConnection, type Connection } from './connection.ts';
import type { EslEvent } from './esl-parser.ts';
import { arrivalOf, type Arrival } from './facts.ts';
import { channelsOf, placeOf, roomsOf } from './found.ts';
import type { Freeswitch } from './freeswitch.ts';
import type { Telephones } from './telephones.ts';

type Calls = Roster<Connection, FreeswitchCall>;

type Difference = {
  readonly coreId: string;
  readonly deviceIds: readonly DeviceId[];
  /** Known, and not there any more. */
  readonly gone: readonly Connection[];
  /** Known, and picked up meanwhile. */
  readonly answered: readonly Connection[];
  /** Whose telephone holds now, or no longer does. */
  readonly held: readonly { readonly connection: Connection; readonly isHeld: boolean }[];
  /** Nobody has been told of them. */
  readonly arrived: readonly Arrival[];
  /** Known, and parked: behind which prompt. */
  readonly parked: readonly { readonly connection: Connection; readonly token: string | undefined }[];
};

/** @throws EslError */
export async function resync(
  freeswitch: Freeswitch,
  calls: Calls,
  ended: Ended,
  trunks: Trunks,
  telephones: Telephones,
): Promise<Difference> {
  const coreId = await freeswitch.ask('global_getvar core_uuid');
  const ids = calls.connections.map(({ id }) => id);
  const channels = await channelsOf(freeswitch, ids);
  const rooms = await roomsOf(freeswitch);
  const deviceIds = await telephones.all();
  const [answered, arrived] = [[] as Connection[], [] as Arrival[]];
  const [held, parked] = [[] as Difference['held'][number][], [] as Difference['parked'][number][]];
  // One that began while the question was under way is not in the answer, and not gone.
  const gone = calls.connections.filter(({ id, isNew }) => !channels.has(id) && !isNew);
  for (const [id, dump] of channels) {
    if (ended.has(id)) continue;
    const known = calls.connection(id);
    const arrival = dump['variable_cordboard_call'] === undefined ? arrivalOf(dump) : null;
    const isUp = dump['Answer-State'] === 'answered';
    if (known === undefined && arrival !== null) arrived.push(arrival);
    else if (known === undefined) adopt(calls, trunks, id, dump, isUp);
    else {
      known.place = placeOf(dump);
      known.isReady ||= known.place !== null;
      if (isUp && !known.isUp) answered.push(known);
      if (known.place === 'park') parked.push({ connection: known, token: dump['variable_cordboard_play'] });
    }
  }
  for (const connection of calls.connections) {
    const state = channels.get(connection.id)?.['Channel-Call-State'];
    if (state !== undefined) held.push({ connection, isHeld: state === 'HELD' });
  }
  for (const call of calls.calls) call.room.found(rooms.get(call.room.name) ?? new Map());
  return { coreId, deviceIds, gone, answered, held, arrived, parked };
}

/** A channel from before a restart of ours. */
function adopt(calls: Calls, trunks: Trunks, id: ConnectionId, dump: EslEvent, isUp: boolean): void {
  const connection = newConnection(id, dump['variable_cordboard_kind'] === 'out' ? 'out' : 'in');
  connection.isNew = false;
  connection.place = placeOf(dump);
  connection.isReady = connection.place !== null;
  connection.isUp = isUp;
  if (isUp || connection.direction === 'out') connection.stage = 'answered';
  calls.enter(connection, (dump['variable_cordboard_call'] as CallId | undefined) ?? newCallId());
  trunks.found(dump['variable_cordboard_trunk'] ?? '', id);
}

type Late = {
  readonly arrived: readonly Arrival[];
  /** Of a life before this one, and given up with it. */
  readonly strays: readonly ConnectionId[];
};

/** What was not on FreeSWITCH's list yet when we looked first. @throws EslError */
export async function lookAgain(freeswitch: Freeswitch, calls: Calls, ended: Ended): Promise<Late> {
  const channels = await channelsOf(freeswitch, []);
  const unknown = [...channels].filter(([id]) => calls.connection(id) === undefined && !ended.has(id));
  const isTold = (dump: EslEvent): boolean => dump['variable_cordboard_call'] !== undefined;
  return {
    arrived: unknown.flatMap(([, dump]) => (isTold(dump) ? [] : (arrivalOf(dump) ?? []))),
    strays: unknown.flatMap(([id, dump]) => (isTold(dump) ? [id] : [])),
  };
}
