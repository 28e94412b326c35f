// Which frequency is loudest in a piece of audio: how phones, tests and interop runs listen.

/** The loudest frequency and how loud: `level` is 0 (silence) to 1 (a sine at full scale). */
export type Loudest = { readonly frequencyHz: number; readonly level: number };

const SMALLEST_TRANSFORM = 1024;

/**
 * Finds the dominant frequency by a windowed transform with parabolic interpolation (a few Hz exact from 100 ms on).
 * @param samples 16-bit linear audio
 * @param sampleRateHz for example 8000
 */
export function dominantFrequency(samples: Int16Array, sampleRateHz: number): Loudest {
  let size = SMALLEST_TRANSFORM;
  while (size < samples.length && size < 16_384) size *= 2;
  const count = Math.min(samples.length, size);
  if (count === 0) return { frequencyHz: 0, level: 0 };
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  let windowSum = 0;
  for (let index = 0; index < count; index += 1) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / count);
    real[index] = samples[samples.length - count + index]! * window;
    windowSum += window;
  }
  transform(real, imaginary);
  const magnitude = (bin: number): number => Math.hypot(real[bin]!, imaginary[bin]!);
  let best = 1;
  for (let bin = 2; bin < size / 2 - 1; bin += 1) if (magnitude(bin) > magnitude(best)) best = bin;
  const [before, peak, after] = [magnitude(best - 1), magnitude(best), magnitude(best + 1)];
  const curve = before - 2 * peak + after;
  const shift = curve === 0 ? 0 : (0.5 * (before - after)) / curve;
  return {
    frequencyHz: Math.round(((best + shift) * sampleRateHz * 10) / size) / 10,
    level: Math.min(1, (2 * peak) / windowSum / 32_768),
  };
}

/**
 * The strength of one frequency (Goertzel), 0 to 1.
 * @param frequencyHz what to look for
 */
export function levelAt(samples: Int16Array, sampleRateHz: number, frequencyHz: number): number {
  const turn = (2 * Math.PI * frequencyHz) / sampleRateHz;
  const coefficient = 2 * Math.cos(turn);
  let [last, beforeLast] = [0, 0];
  for (const sample of samples) [last, beforeLast] = [sample + coefficient * last - beforeLast, last];
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return samples.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / samples.length / 32_768;
}

// Iterative radix-2 transform, in place.
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirror = 0; index < size; index += 1) {
    let bit = size >> 1;
    for (; mirror & bit; bit >>= 1) mirror ^= bit;
    mirror ^= bit;
    if (index < mirror) [real[index], real[mirror]] = [real[mirror]!, real[index]!];
  }
  for (let span = 2; span <= size; span *= 2) {
    for (let offset = 0; offset < span / 2; offset += 1) {
      const angle = (-2 * Math.PI * offset) / span;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let start = offset; start < size; start += span) {
        const other = start + span / 2;
        const re = real[other]! * cosine - imaginary[other]! * sine;
        const im = real[other]! * sine + imaginary[other]! * cosine;
        real[other] = real[start]! - re;
        imaginary[other] = imaginary[start]! - im;
        real[start] = real[start]! + re;
        imaginary[start] = imaginary[start]! + im;
      }
    }
  }
}
