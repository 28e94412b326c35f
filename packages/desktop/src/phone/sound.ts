// The microphone and loudspeaker of the toolbar window: one WebRTC connection to this program, heard in the calls and hearing them.
import type { MediaEndpoint, MediaEngine } from '@cordboard/telephony';

/** All calls of the telephone and the window's sound lie in one group of the media engine, so that they can hear each other. */
export const soundGroup = 'telephone';

export class Sound {
  readonly #media: MediaEngine;
  readonly #changed: () => void;
  #endpoint: MediaEndpoint | null = null;
  #talking: readonly string[] = [];

  constructor(media: MediaEngine, changed: () => void) {
    this.#media = media;
    this.#changed = changed;
  }

  get isOpen(): boolean {
    return this.#endpoint !== null;
  }

  /** @param sdp the window's offer. @returns this program's answer. @throws when there is no common codec. */
  async connect(sdp: string): Promise<string> {
    const endpoint = this.#media.createEndpoint({ group: soundGroup, kind: 'webrtc' });
    let answer: string;
    try {
      answer = await endpoint.answer(sdp);
    } catch (error) {
      endpoint.close();
      throw error;
    }
    this.#endpoint?.close();
    this.#endpoint = endpoint;
    this.#arrange();
    this.#changed();
    return answer;
  }

  close(): void {
    if (this.#endpoint === null) return;
    this.#endpoint.close();
    this.#endpoint = null;
    this.#arrange();
    this.#changed();
  }

  /** @param endpointIds of the calls that the agent talks in now. */
  talkIn(endpointIds: readonly string[]): void {
    this.#talking = endpointIds;
    this.#arrange();
  }

  #arrange(): void {
    const own = this.#endpoint?.id;
    const hears = (endpointIds: readonly string[]) => ({ kind: 'endpoints', endpointIds }) as const;
    this.#media.arrange(soundGroup, [
      ...(own === undefined ? [] : [{ endpointId: own, hears: hears(this.#talking) }]),
      ...this.#talking.map((endpointId) => ({ endpointId, hears: hears(own === undefined ? [] : [own]) })),
    ]);
  }
}
