// Debian's Chromium, headless, with a tone for a microphone and an ear on what its calls bring.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';

const microphoneRateHz = 48_000;

/** 16-bit mono WAV of one second of a tone, which Chromium repeats; whole periods, so that it does not click. */
function toneFile(frequencyHz: number): Buffer {
  const samples = microphoneRateHz;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(microphoneRateHz, 24);
  file.writeUInt32LE(microphoneRateHz * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index += 1) {
    const value = Math.sin((2 * Math.PI * frequencyHz * index) / microphoneRateHz) * 9_000;
    file.writeInt16LE(Math.round(value), 44 + index * 2);
  }
  return file;
}

export type Chromium = { readonly browser: Browser; stop(): Promise<void> };

/** Flags with which Chromium runs anywhere and its microphone hears a tone. */
export async function fakeMicrophone(
  speaksHz: number,
): Promise<{ readonly flags: readonly string[]; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-chromium-'));
  const tone = join(folder, 'tone.wav');
  await writeFile(tone, toneFile(speaksHz));
  return {
    flags: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${tone}`,
    ],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** @param speaksHz the tone that every page's microphone hears */
export async function chromium(speaksHz: number): Promise<Chromium> {
  const { flags, remove } = await fakeMicrophone(speaksHz);
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await playwright.launch({ executablePath, args: [...flags] });
  return {
    browser,
    async stop() {
      await browser.close();
      await remove();
    },
  };
}

/** Voice processing would take a steady tone for noise; and the page's connections are kept where the ear finds them. */
export async function prepareEar(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wish) => {
      const { deviceId } = (wish?.audio ?? {}) as MediaTrackConstraints;
      const chosen = deviceId === undefined ? {} : { deviceId };
      return open({
        audio: { ...chosen, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    };
    const Connection = globalThis.RTCPeerConnection;
    const connections: RTCPeerConnection[] = [];
    Object.assign(globalThis, { connections });
    globalThis.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  });
}

/** @returns how loud the newest call is at each frequency, in dB by Hz, in steps of a few Hz */
function spectrum(page: Page): Promise<{ readonly levels: readonly number[]; readonly hzPerBin: number }> {
  return page.evaluate(async () => {
    const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] };
    const track = connections.at(-1)?.getReceivers()[0]?.track;
    if (!track) return { levels: [], hzPerBin: 1 };
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const hzPerBin = context.sampleRate / 8192;
    await context.close();
    return { levels: [...bins].slice(0, Math.ceil(4_000 / hzPerBin)), hzPerBin };
  });
}

const audibleDb = -60;

/** @returns the loudest frequency in what the newest call brings, in Hz; 0 when it is silent */
export async function loudestHz(page: Page): Promise<number> {
  const { levels, hzPerBin } = await spectrum(page);
  const loudest = levels.reduce((best, level, index) => (level > (levels[best] ?? -Infinity) ? index : best), 0);
  return (levels[loudest] ?? -Infinity) < audibleDb ? 0 : loudest * hzPerBin;
}

/** Whether a tone is in what the newest call brings, alone or among others. */
export async function isAudible(page: Page, frequencyHz: number): Promise<boolean> {
  const { levels, hzPerBin } = await spectrum(page);
  const at = Math.round(frequencyHz / hzPerBin);
  return levels.slice(at - 2, at + 3).some((level) => level > audibleDb);
}
