// The sounds that Asterisk must have under the names that the core uses, as files: those that the embedded switch makes by itself.
import { chime } from '../../packages/telephony/src/media/tones.ts';
import { wavHeader } from '../../packages/telephony/src/media/wav.ts';

const folder = 'deploy/asterisk/sounds/cordboard';
const secondSamples = 8_000;

function wav(samples: Int16Array): Buffer {
  const audio = Buffer.alloc(samples.length * 2);
  for (const [at, sample] of samples.entries()) audio.writeInt16LE(sample, at * 2);
  return Buffer.concat([wavHeader(1, audio.length), audio]);
}

/** Path in the repository → contents. */
export const asteriskSounds = (): Readonly<Record<string, Buffer>> => ({
  [`${folder}/chime.wav`]: wav(chime()),
  [`${folder}/silence.wav`]: wav(new Int16Array(secondSamples)),
});
