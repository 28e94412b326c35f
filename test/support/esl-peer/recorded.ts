// The peer's `uuid_record`: a file of what one channel says, written when it ends, silent where it was masked.
import { rm, writeFile } from 'node:fs/promises';
import type { PeerChannel } from './channel.ts';
import type { EslPeer } from './esl-peer.ts';

type Recording = {
  readonly channel: PeerChannel;
  readonly frequencyHz: number;
  readonly beganMs: number;
  readonly masks: { readonly fromMs: number; toMs: number }[];
};

const rateHz = 8_000;

export class Recorded {
  readonly #peer: EslPeer;
  /** Whoever is recorded sends nothing. */
  nothingComes = false;
  /** On their way out: their files are begun, and they are not recorded. */
  readonly leaving = new Set<string>();
  /** Every file that was begun. */
  readonly files: string[] = [];
  readonly #running = new Map<string, Recording>();

  constructor(peer: EslPeer) {
    this.#peer = peer;
  }

  /** Of those under way whose file is named so, as a file of the core's is. */
  seconds(name: string): number {
    const found = [...this.#running].filter(([file]) => file.replaceAll(/[^\w-]/gu, '_').includes(name));
    return Math.min(
      ...found.map(([, { beganMs }]) => (performance.now() - beganMs) / 1_000),
      found.length > 0 ? Infinity : 0,
    );
  }

  async command(channel: PeerChannel, action: string, file: string): Promise<string> {
    const running = this.#running.get(file);
    const now = performance.now();
    if (action === 'start') {
      if (channel.variables['RECORD_READ_ONLY'] !== 'true') return '-ERR Cannot record session!\n';
      const frequencyHz = channel.call.speaking[0] ?? 0;
      await writeFile(file, '');
      this.files.push(file);
      if (this.leaving.has(channel.uuid)) return '-ERR Cannot record session!\n';
      this.#running.set(file, { channel, frequencyHz, beganMs: now, masks: [] });
      return '+OK Success\n';
    }
    if (running === undefined) return `-ERR Cannot ${action} record session!\n`;
    if (action === 'mask') running.masks.push({ fromMs: now - running.beganMs, toMs: Infinity });
    else if (action === 'unmask') {
      const last = running.masks.at(-1);
      if (last !== undefined) last.toMs = now - running.beganMs;
    } else if (action === 'stop') await this.#end(file, running);
    else return '-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n';
    return '+OK Success\n';
  }

  async hungUp(channel: PeerChannel): Promise<void> {
    for (const [file, running] of this.#running) if (running.channel === channel) await this.#end(file, running);
  }

  /** FreeSWITCH dies: files say nothing yet of how much there is in them. */
  async died(): Promise<void> {
    for (const [file, running] of this.#running) {
      const wave = waveOf(running);
      wave.writeUInt32LE(8, 4);
      wave.writeUInt32LE(0, 40);
      await writeFile(file, wave);
    }
    this.#running.clear();
  }

  /** `uuid_buglist` (switch_core_media_bug_enumerate) */
  bugs(channel: PeerChannel): string {
    const bugs = [...this.#running].flatMap(([file, running]) =>
      running.channel === channel
        ? [` <media-bug>\n  <function>session_record</function>\n  <target>${file}</target>\n </media-bug>\n`]
        : [],
    );
    return `<media-bugs>\n${bugs.join('')}</media-bugs>\n`;
  }

  /** A file that nothing came into is taken off. */
  async #end(file: string, running: Recording): Promise<void> {
    this.#running.delete(file);
    const { channel } = running;
    if (this.nothingComes) {
      channel.variables['RECORD_DISCARDED'] = 'true';
      await rm(file);
    } else await writeFile(file, waveOf(running));
    this.#peer.fire('RECORD_STOP', { ...channel.headers, 'Record-File-Path': file });
  }
}

function waveOf({ beganMs, frequencyHz, masks }: Recording): Buffer {
  const count = Math.round(((performance.now() - beganMs) * rateHz) / 1_000);
  const file = Buffer.alloc(44 + count * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + count * 2, 4);
  file.write('WAVEfmt ', 8);
  for (const [at, value] of [[16, 16], [24, rateHz], [28, rateHz * 2], [40, count * 2]] as const) file.writeUInt32LE(value, at); // prettier-ignore
  for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]] as const) file.writeUInt16LE(value, at); // prettier-ignore
  file.write('data', 36);
  for (let n = 0; n < count; n += 1) {
    const ms = (n * 1_000) / rateHz;
    const isMasked = masks.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
    const sample = isMasked ? 0 : Math.round(8_000 * Math.sin((2 * Math.PI * frequencyHz * (n + 0.5)) / rateHz));
    file.writeInt16LE(sample, 44 + n * 2);
  }
  return file;
}
