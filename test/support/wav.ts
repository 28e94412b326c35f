// Reading and making the WAV files that tests speak with and listen to; kept apart from the product's own reader on purpose.
import { readFile, writeFile } from 'node:fs/promises';

export type Wav = { readonly sampleRateHz: number; readonly channels: readonly Int16Array[] };

/** A 16-bit PCM file of one sine. */
export async function writeTone(
  path: string,
  frequencyHz: number,
  seconds: number,
  sampleRateHz = 8000,
): Promise<void> {
  const count = Math.round(seconds * sampleRateHz);
  const file = Buffer.alloc(44 + count * 2);
  file.write('RIFF', 0).toString();
  file.writeUInt32LE(36 + count * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(sampleRateHz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(count * 2, 40);
  for (let index = 0; index < count; index += 1) {
    file.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz)), 44 + index * 2);
  }
  await writeFile(path, file);
}

/** Reads 16-bit PCM. The size of the data chunk is not trusted: a file that is still being written may say 0, or too much. */
export async function readWav(path: string): Promise<Wav> {
  const file = await readFile(path);
  let format = { channels: 1, sampleRateHz: 8000, bits: 16 };
  for (let offset = 12; offset + 8 <= file.length;) {
    const name = file.toString('latin1', offset, offset + 4);
    const size = file.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (name === 'fmt ') {
      format = {
        channels: file.readUInt16LE(body + 2),
        sampleRateHz: file.readUInt32LE(body + 4),
        bits: file.readUInt16LE(body + 14),
      };
    } else if (name === 'data') {
      if (format.bits !== 16) throw new Error(`${path}: ${format.bits} bits per sample`);
      return {
        sampleRateHz: format.sampleRateHz,
        channels: split(
          file.subarray(body, size === 0 ? file.length : Math.min(file.length, body + size)),
          format.channels,
        ),
      };
    }
    offset = body + size + (size % 2);
  }
  throw new Error(`${path}: no data chunk`);
}

function split(data: Buffer, channels: number): Int16Array[] {
  const frames = Math.floor(data.length / 2 / channels);
  return Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length: frames }, (__, frame) => data.readInt16LE((frame * channels + channel) * 2)),
  );
}
