// WAV files: reading PCM and G.711 into 8 kHz samples, and the header of what is recorded.
import { decodeAll } from './g711.ts';

const PCM = 1;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
const RATE_HZ = 8000;
export const WAV_HEADER_BYTES = 44;

type Format = { readonly tag: number; readonly channels: number; readonly rateHz: number; readonly bits: number };

/**
 * Reads a WAV file as 8 kHz mono; other rates are resampled linearly, channels are averaged.
 * @throws Error when it is not a WAV file of 16-bit PCM or G.711
 */
export function readWav(file: Buffer): Int16Array {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('not a WAV file');
  let format: Format | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const said = file.readUInt32LE(at + 4);
    const bytes = name === 'data' && said === 0 && isCutShort(file) ? file.length : said;
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + bytes));
    if (name === 'fmt ' && body.length >= 16) format = readFormat(body);
    if (name === 'data' && format !== null)
      return resample(mono(samples(format, body), format.channels), format.rateHz);
    at += 8 + bytes + (bytes % 2);
  }
  throw new Error('WAV file without format or data');
}

/** Its writer died before he could say how much there is: all that follows. */
const isCutShort = (file: Buffer): boolean => file.readUInt32LE(4) !== file.length - 8;

function readFormat(body: Buffer): Format {
  const tag = body.readUInt16LE(0);
  const format = {
    tag: tag === EXTENSIBLE && body.length >= 26 ? body.readUInt16LE(24) : tag,
    channels: body.readUInt16LE(2),
    rateHz: body.readUInt32LE(4),
    bits: body.readUInt16LE(14),
  };
  if (format.channels < 1 || format.channels > 8 || format.rateHz < 4000 || format.rateHz > 192_000)
    throw new Error('WAV file with an unusual rate or number of channels');
  return format;
}

function samples(format: Format, body: Buffer): Int16Array {
  if (format.tag === A_LAW) return decodeAll('PCMA', body);
  if (format.tag === MU_LAW) return decodeAll('PCMU', body);
  if (format.tag !== PCM || format.bits !== 16) throw new Error('WAV file that is neither 16-bit PCM nor G.711');
  const whole = Int16Array.from({ length: body.length >> 1 }, (_, index) => body.readInt16LE(index * 2));
  return whole;
}

function mono(interleaved: Int16Array, channels: number): Int16Array {
  if (channels === 1) return interleaved;
  return Int16Array.from({ length: Math.floor(interleaved.length / channels) }, (_, index) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += interleaved[index * channels + channel]!;
    return Math.round(sum / channels);
  });
}

/** Linear resampling to 8 kHz; going down, the samples in between are averaged first so that they do not fold. */
export function resample(input: Int16Array, rateHz: number): Int16Array {
  if (rateHz === RATE_HZ) return input;
  const step = rateHz / RATE_HZ;
  const width = Math.max(1, Math.round(step));
  return Int16Array.from({ length: Math.floor(input.length / step) }, (_, index) => {
    const at = Math.floor(index * step);
    if (width === 1) {
      const share = index * step - at;
      return Math.round(input[at]! * (1 - share) + (input[at + 1] ?? input[at]!) * share);
    }
    let sum = 0;
    for (let next = 0; next < width; next += 1) sum += input[Math.min(input.length - 1, at + next)]!;
    return Math.round(sum / width);
  });
}

/** The header of 16-bit PCM at 8 kHz. */
export function wavHeader(channels: number, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(RATE_HZ, 24);
  header.writeUInt32LE(RATE_HZ * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
