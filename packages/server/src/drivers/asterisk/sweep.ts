// What is left of a life before this one: bridges and snoops of ours that no call holds.
import type { AriBridge } from './ari-events.ts';
import type { Asterisk } from './asterisk.ts';
import type { AsteriskCall } from './call.ts';
import { readBridgeName, readSnoopName } from './naming.ts';

export async function sweep(asterisk: Asterisk, calls: Iterable<AsteriskCall>): Promise<void> {
  const used = new Set([...calls].flatMap(({ bridgeIds }) => bridgeIds));
  const bridges = (await asterisk.ask('GET', '/bridges').catch(() => [])) as readonly AriBridge[];
  for (const { id, name, channels } of bridges) {
    if (readBridgeName(name) === null || used.has(id)) continue;
    for (const channel of channels) if (readSnoopName(channel) !== null) await asterisk.hangUp(channel, 16);
    await asterisk.quietly('DELETE', `/bridges/${encodeURIComponent(id)}`);
  }
}
