// Two tracks out of pieces: 8 kHz, 16 bits, the agent left and the customer right, as long as the recording was, silent where it was paused.
import { WAV_HEADER_BYTES, wavHeader } from '@cordboard/telephony';

export type Track = 'agent' | 'customer';
export type Part = { readonly track: Track; readonly atMs: number; readonly samples: Int16Array };
export type Pause = { readonly fromMs: number; readonly toMs: number };

const rateHz = 8_000;
const samplesIn = (ms: number): number => Math.max(0, Math.round((ms * rateHz) / 1_000));

/** Where two pieces of one track overlap, both are heard. */
export function twoTracks(parts: readonly Part[], pauses: readonly Pause[], durationMs: number): Buffer {
  const length = samplesIn(durationMs);
  const file = Buffer.concat([wavHeader(2, length * 4), Buffer.alloc(length * 4)]);
  for (const { track, atMs, samples } of parts) {
    const [start, side] = [samplesIn(atMs), track === 'agent' ? 0 : 2];
    const count = Math.min(samples.length, length - start);
    for (let n = 0; n < count; n += 1) {
      const at = WAV_HEADER_BYTES + (start + n) * 4 + side;
      const sum = file.readInt16LE(at) + (samples[n] ?? 0);
      file.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum)), at);
    }
  }
  for (const { fromMs, toMs } of pauses) {
    const [from, to] = [samplesIn(fromMs), Math.min(length, samplesIn(toMs))];
    if (from < to) file.fill(0, WAV_HEADER_BYTES + from * 4, WAV_HEADER_BYTES + to * 4);
  }
  return file;
}
