// Parties for the media tests: endpoints of one engine and, over real UDP, their far ends in another.
import { EventEmitter, once } from 'node:events';
import { createMediaEngine } from './engine.ts';
import { dominantFrequency, levelAt } from './frequency.ts';
import type { MediaEndpoint, MediaEngine, MediaEngineOptions } from './media-engine.ts';

export type Party = { readonly near: MediaEndpoint; readonly far: MediaEndpoint };

/** An engine on loopback with ports of the system's choice. */
export async function startEngine(options: Partial<MediaEngineOptions> = {}): Promise<MediaEngine> {
  const engine = createMediaEngine({
    address: '127.0.0.1',
    rtpPorts: { from: 0, to: 0 },
    workers: 1,
    soundFolders: [],
    log: () => {},
    ...options,
  });
  await engine.start();
  return engine;
}

let numbers = 0;

/** An endpoint in `group`, connected to a far end that is alone in its own group. */
export async function connect(
  engine: MediaEngine,
  others: MediaEngine,
  group: string,
  kind: 'rtp' | 'webrtc' = 'rtp',
  change: (offer: string) => string = (offer) => offer,
): Promise<Party> {
  numbers += 1;
  const far = others.createEndpoint({ group: `far-${numbers}`, kind });
  const near = engine.createEndpoint({ group, kind });
  const offer = change(await far.offer());
  await far.acceptAnswer(await near.answer(offer));
  return { near, far };
}

/** The far end makes a sine without end. */
export function speak(party: Party, frequencyHz: number): void {
  party.far.play(`sine-${frequencyHz}`, [{ kind: 'sine', frequencyHz, durationMs: 10_000 }], { loop: true });
}

/** Listens until the loudest frequency is the wanted one (the test's own time limit bounds it). */
export async function hears(endpoint: MediaEndpoint, frequencyHz: number): Promise<void> {
  for (;;) {
    const { frequencyHz: heard, level } = dominantFrequency(await endpoint.tap(100), 8000);
    if (Math.abs(heard - frequencyHz) < 12 && level > 0.05) return;
    await nextFrame();
  }
}

/** Listens until every wanted frequency is there and no unwanted one. */
export async function hearsOf(
  endpoint: MediaEndpoint,
  wanted: readonly number[],
  unwanted: readonly number[],
): Promise<void> {
  for (;;) {
    const samples = await endpoint.tap(200);
    const level = (frequencyHz: number): number => levelAt(samples, 8000, frequencyHz);
    if (wanted.every((one) => level(one) > 0.1) && unwanted.every((one) => level(one) < 0.02)) return;
    await nextFrame();
  }
}

/** Listens until nothing is heard. */
export async function hearsNothing(endpoint: MediaEndpoint): Promise<void> {
  while (dominantFrequency(await endpoint.tap(200), 8000).level > 0.005) await nextFrame();
}

export const nextFrame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** The next event of a kind, as a promise. */
export async function nextEvent<T>(subscribe: (listener: (detail: T) => void) => () => void): Promise<T> {
  const emitter = new EventEmitter();
  const unsubscribe = subscribe((detail) => emitter.emit('event', detail));
  const [detail] = (await once(emitter, 'event')) as [T];
  unsubscribe();
  return detail;
}
