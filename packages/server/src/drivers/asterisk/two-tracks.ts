// Two tracks out of pieces: 8 kHz, 16 bits, the agent left and the customer right.
import { WAV_HEADER_BYTES, wavHeader } from '@cordboard/telephony';

export type Part = { readonly track: 'agent' | 'customer'; readonly atMs: number; readonly samples: Int16Array };

const rate = 8_000;

/** Where two pieces of one track overlap, both are heard. */
export function twoTracks(parts: readonly Part[]): Buffer {
  const startOf = ({ atMs }: Part): number => Math.max(0, Math.round((atMs * rate) / 1_000));
  const length = Math.max(0, ...parts.map((part) => startOf(part) + part.samples.length));
  const file = Buffer.concat([wavHeader(2, length * 4), Buffer.alloc(length * 4)]);
  for (const part of parts) {
    const [start, side] = [startOf(part), part.track === 'agent' ? 0 : 2];
    for (let n = 0; n < part.samples.length; n += 1) {
      const at = WAV_HEADER_BYTES + (start + n) * 4 + side;
      const sum = file.readInt16LE(at) + (part.samples[n] ?? 0);
      file.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum)), at);
    }
  }
  return file;
}
