// Which tone is in a piece of audio: power at given frequencies by Goertzel, independent of the product's own measuring.

/** Share of the whole power that sits at `frequencyHz`, 0 to 1; a clean tone gives more than 0.5. */
export function toneShare(samples: Int16Array, frequencyHz: number, sampleRateHz = 8000): number {
  let total = 0;
  for (const sample of samples) total += sample * sample;
  if (total / Math.max(1, samples.length) < 100) return 0;
  let share = 0;
  // A tone that was resampled or started late leaks a little: take the neighbourhood of ±15 Hz in windows of 100 ms.
  const window = Math.round(sampleRateHz / 10);
  for (let from = 0; from + window <= samples.length; from += window) {
    let power = 0;
    for (let offset = -15; offset <= 15; offset += 5) {
      power = Math.max(power, goertzel(samples.subarray(from, from + window), frequencyHz + offset, sampleRateHz));
    }
    share += power;
  }
  return Math.min(1, share / total);
}

/** The best share of a tone in any half second of a track. */
export function loudestShare(samples: Int16Array, frequencyHz: number): number {
  let best = 0;
  for (let from = 0; from + 4000 <= samples.length; from += 4000)
    best = Math.max(best, toneShare(samples.subarray(from, from + 4000), frequencyHz));
  return best;
}

/** Energy of one frequency in the window, on the scale of the sum of squares. */
function goertzel(samples: Int16Array, frequencyHz: number, sampleRateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  let before = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - before;
    before = last;
    last = next;
  }
  return (2 * (last * last + before * before - coefficient * last * before)) / samples.length;
}
