// What is left of a life before this one: bridges and snoops of ours that no call holds.
import type { AriBridge, AriChannel } from './ari-events.ts';
import type { Asterisk } from './asterisk.ts';
import type { AsteriskCall } from './call.ts';
import { readBridgeName, readSnoopName } from './naming.ts';

/** @param calls asked when it is known what there is: what has begun since is theirs. */
export async function sweep(asterisk: Asterisk, calls: () => Iterable<AsteriskCall>): Promise<void> {
  const channels = (await asterisk.ask('GET', '/channels').catch(() => [])) as readonly AriChannel[];
  const bridges = (await asterisk.ask('GET', '/bridges').catch(() => [])) as readonly AriBridge[];
  const used = new Set([...calls()].flatMap(({ holdings }) => holdings));
  for (const { id } of channels) if (readSnoopName(id) !== null && !used.has(id)) await asterisk.hangUp(id, 16);
  for (const { id, name } of bridges)
    if (readBridgeName(name) !== null && !used.has(id))
      await asterisk.quietly('DELETE', `/bridges/${encodeURIComponent(id)}`);
}
