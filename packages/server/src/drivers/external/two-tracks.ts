// Two tracks out of pieces: 8 kHz, 16 bits, the agent left and the customer right.
import { WAV_HEADER_BYTES, wavHeader } from '@cordboard/telephony';

export type Track = 'agent' | 'customer';
export type Part = { readonly track: Track; readonly atMs: number; readonly samples: Int16Array };
export type Span = { readonly fromMs: number; readonly toMs: number };

const samplesPerMs = 8;
const frameBytes = 4;

/** Where two pieces of one track overlap, both are heard. @param silences of both tracks. @returns a WAV file. */
export function twoTracks(parts: readonly Part[], silences: readonly Span[] = []): Buffer {
  const startOf = ({ atMs }: Part): number => Math.max(0, Math.round(atMs * samplesPerMs));
  const end = Math.max(0, ...parts.map((part) => startOf(part) + part.samples.length));
  // Whole milliseconds, so that what is said of its length is what it has.
  const length = Math.ceil(end / samplesPerMs) * samplesPerMs;
  const file = Buffer.concat([wavHeader(2, length * frameBytes), Buffer.alloc(length * frameBytes)]);
  for (const part of parts) {
    const [start, side] = [startOf(part), part.track === 'agent' ? 0 : 2];
    for (let n = 0; n < part.samples.length; n += 1) {
      const at = WAV_HEADER_BYTES + (start + n) * frameBytes + side;
      const sum = file.readInt16LE(at) + (part.samples[n] ?? 0);
      file.writeInt16LE(Math.max(-32_768, Math.min(32_767, sum)), at);
    }
  }
  const byteAt = (ms: number): number =>
    WAV_HEADER_BYTES + Math.min(length, Math.max(0, Math.round(ms * samplesPerMs))) * frameBytes;
  for (const { fromMs, toMs } of silences) file.fill(0, byteAt(fromMs), byteAt(toMs));
  return file;
}

export const durationMsOf = (file: Buffer): number => (file.length - WAV_HEADER_BYTES) / frameBytes / samplesPerMs;
