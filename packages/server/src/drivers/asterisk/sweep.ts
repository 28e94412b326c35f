// What is left of a life before this one: bridges and snoops of ours that no call holds.
import type { Asterisk } from './asterisk.ts';
import type { AsteriskCall } from './call.ts';

export async function sweep(asterisk: Asterisk, calls: Iterable<AsteriskCall>): Promise<void> {
  const used = new Set([...calls].flatMap(({ bridgeIds }) => bridgeIds));
  const bridges = (await asterisk.ask('GET', '/bridges').catch(() => [])) as { id: string; channels: string[] }[];
  for (const { id, channels } of bridges) {
    if (!id.startsWith('cordboard-') || used.has(id)) continue;
    for (const channel of channels) if (channel.startsWith('snoop-')) await asterisk.hangUp(channel, 16);
    await asterisk.quietly('DELETE', `/bridges/${id}`);
  }
}
