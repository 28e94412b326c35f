// What there is at FreeSWITCH after a connection: channels with all that they carry, and who is in which room.
import type { ConnectionId } from '@cordboard/domain';
import { limits } from '../../limits.ts';
import type { EslEvent } from './esl-parser.ts';
import type { Freeswitch } from './freeswitch.ts';

type Row = { readonly uuid?: unknown; readonly name?: unknown };
type Conference = {
  readonly conference_name?: unknown;
  readonly members?: readonly { readonly id?: unknown; readonly uuid?: unknown }[];
};

/**
 * By id; those that Cordboard has never had to do with are left out. FreeSWITCH's list of channels lags behind by up to a
 * second (it is a database that is written in the background): what is known is asked for by its id, which does not.
 *
 * @throws EslError
 */
export async function channelsOf(
  freeswitch: Freeswitch,
  known: readonly ConnectionId[],
): Promise<ReadonlyMap<ConnectionId, EslEvent>> {
  const { rows = [] } = (await freeswitch.read('show channels as json')) as { readonly rows?: readonly Row[] };
  const listed = rows.flatMap(({ uuid, name }) =>
    typeof uuid === 'string' && typeof name === 'string' && name.startsWith('sofia/') ? [uuid] : [],
  );
  const waiting = [...new Set([...known, ...listed])];
  const found = new Map<ConnectionId, EslEvent>();
  const look = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      // One that is gone meanwhile is told of by its event.
      const dump = (await freeswitch.read(`uuid_dump ${id} json`).catch(() => null)) as EslEvent | null;
      if (dump?.['variable_cordboard_kind'] !== undefined) found.set(id as ConnectionId, dump);
    }
  };
  await Promise.all(Array.from({ length: limits.eslResyncAtOnce }, look));
  return found;
}

/** Room → connection → its number there. @throws EslError */
export async function roomsOf(freeswitch: Freeswitch): Promise<ReadonlyMap<string, ReadonlyMap<ConnectionId, string>>> {
  // Without a conference it says so in words.
  const answer = await freeswitch.ask('conference json_list');
  if (!answer.startsWith('[')) return new Map();
  const conferences = JSON.parse(answer) as readonly Conference[];
  return new Map(
    conferences.map(({ conference_name: name, members = [] }) => [
      String(name),
      new Map(members.map(({ id, uuid }) => [String(uuid) as ConnectionId, String(id)])),
    ]),
  );
}

/** What a channel is at, as the inline dialplan would say it. */
export function placeOf(dump: EslEvent): string | null {
  const application = dump['variable_current_application'];
  if (application === undefined) return null;
  const data = dump['variable_current_application_data'];
  return data === undefined || data === '' ? application : `${application}:${data}`;
}
