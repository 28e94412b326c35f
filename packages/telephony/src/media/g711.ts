// G.711 by table: µ-law and A-law to linear and back, and straight from one to the other (ITU-T G.711).

export type G711 = 'PCMU' | 'PCMA';

const MU_BIAS = 0x84;
const MU_CLIP = 32_635;

const decodeMu = (code: number): number => {
  const value = ~code & 0xff;
  const magnitude = (((value & 0x0f) << 3) + MU_BIAS) << ((value & 0x70) >> 4);
  return value & 0x80 ? MU_BIAS - magnitude : magnitude - MU_BIAS;
};

const encodeMu = (sample: number): number => {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), MU_CLIP) + MU_BIAS;
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7);
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
};

const decodeA = (code: number): number => {
  const value = code ^ 0x55;
  const segment = (value & 0x70) >> 4;
  const base = ((value & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment > 1 ? base << (segment - 1) : base;
  return value & 0x80 ? magnitude : -magnitude;
};

const encodeA = (sample: number): number => {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(sample >= 0 ? sample : -sample - 1, 32_767);
  const exponent = Math.max(0, 31 - Math.clz32(magnitude | 1) - 7);
  const mantissa = exponent === 0 ? magnitude >> 4 : magnitude >> (exponent + 3);
  return ((sign | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55) & 0xff;
};

// µ-law has 14 significant bits and A-law 13: tables by the upper bits stay inside the processor's cache.
const MU_SHIFT = 2;
const A_SHIFT = 3;

const toLinear = {
  PCMU: Int16Array.from({ length: 256 }, (_, code) => decodeMu(code)),
  PCMA: Int16Array.from({ length: 256 }, (_, code) => decodeA(code)),
} as const;

const fromLinear = {
  PCMU: Uint8Array.from({ length: 65_536 >> MU_SHIFT }, (_, index) => encodeMu(((index << MU_SHIFT) - 32_768) | 2)),
  PCMA: Uint8Array.from({ length: 65_536 >> A_SHIFT }, (_, index) => encodeA(((index << A_SHIFT) - 32_768) | 4)),
} as const;

const across = {
  PCMU: Uint8Array.from({ length: 256 }, (_, code) => encodeA(decodeMu(code))),
  PCMA: Uint8Array.from({ length: 256 }, (_, code) => encodeMu(decodeA(code))),
} as const;

/** The byte that decodes to (nearly) nothing. */
export const SILENCE = { PCMU: 0xff, PCMA: 0xd5 } as const;

/**
 * Writes samples from the G.711 bytes between `from` and `to`.
 * @param into a ring; `at` is taken modulo `mask + 1` for each sample
 */
export function decode(
  codec: G711,
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Int16Array,
  at: number,
  mask: number,
): void {
  const table = toLinear[codec];
  const shift = at - from;
  for (let index = from; index < to; index += 1) into[(shift + index) & mask] = table[bytes[index]!]!;
}

/** Writes `samples` as G.711 into `into` from `at` on. */
export function encode(codec: G711, samples: Int16Array, into: Uint8Array, at: number): void {
  const table = fromLinear[codec];
  const shift = codec === 'PCMU' ? MU_SHIFT : A_SHIFT;
  for (let index = 0; index < samples.length; index += 1)
    into[at + index] = table[(samples[index]! + 32_768) >> shift]!;
}

/** Changes G.711 bytes of one law into the other, in place, from `from` up to `to`. */
export function transcode(source: G711, bytes: Uint8Array, from: number, to: number): void {
  const table = across[source];
  for (let index = from; index < to; index += 1) bytes[index] = table[bytes[index]!]!;
}

/** Whole buffers, for WAV files. */
export function decodeAll(codec: G711, bytes: Uint8Array): Int16Array {
  const table = toLinear[codec];
  return Int16Array.from(bytes, (code) => table[code]!);
}
