// A page that is a Verto telephone, without a browser: what the door tells its telephone, and sound of its own, which goes when the page is left.
import { randomUUID } from 'node:crypto';
import { levelAt, type MediaEndpoint, type MediaEngine } from '@cordboard/telephony';
import type { Answer, Fields } from '../../packages/server/src/doors/verto/frame.ts';
import type { VertoPhone } from '../../packages/server/src/doors/verto/phone/phone.ts';
import type { Phones } from '../../packages/server/src/doors/verto/phone/phones.ts';
import { extensionPassword } from './embedded-switch.ts';
import { until } from './until.ts';

export type PageMessage = { readonly method: string; readonly params: Fields };

type PageOptions = {
  readonly extension: string;
  readonly media: MediaEngine;
  readonly hz: number;
  readonly silenceAfterMs: number;
};

export class VertoPage {
  /** What came while the page was there, in order. */
  readonly messages: PageMessage[] = [];
  readonly #media: MediaEngine;
  readonly #hz: number;
  #phone!: VertoPhone;
  #isHere = true;
  #sound: MediaEndpoint | null = null;

  private constructor(media: MediaEngine, hz: number) {
    this.#media = media;
    this.#hz = hz;
  }

  /**
   * @param options.hz what it speaks.
   * @param options.silenceAfterMs how long it may be away before the switch is told that no sound will come.
   */
  static async open(phones: Phones, { extension, media, hz, silenceAfterMs }: PageOptions): Promise<VertoPage> {
    const page = new VertoPage(media, hz);
    page.#phone = await phones.open({
      extension,
      silenceAfterMs,
      password: extensionPassword,
      send: (method, params) => {
        if (page.#isHere) page.messages.push({ method, params });
      },
      isHere: () => page.#isHere,
      asked: () => {},
    });
    await page.#phone.ready;
    return page;
  }

  told(method: string): readonly Fields[] {
    return this.messages.filter((each) => each.method === method).map(({ params }) => params);
  }

  /** The `count`th message of this kind. */
  async hears(method: string, count = 1): Promise<Fields> {
    return until(`${method} for the ${count}. time`, () => this.told(method)[count - 1]);
  }

  /** As a client asks: the answer's result, or its error. */
  async ask(method: string, callID: unknown, params: Fields = {}): Promise<Fields> {
    const answer: Answer = await this.#phone.handle(method as Parameters<VertoPhone['handle']>[0], {
      dialogParams: { callID },
      ...params,
    });
    return 'error' in answer ? answer.error : (answer.result as Fields);
  }

  /** Takes the call or takes it up again, with sound of a page that has just been loaded. */
  async answers(method: 'verto.answer' | 'verto.attach', { callID, sdp }: Fields): Promise<Fields> {
    return this.ask(method, callID, { sdp: await this.soundFor(String(sdp)) });
  }

  /** @returns the answer to an offer, from which on this is the page's sound. */
  async soundFor(offer: string): Promise<string> {
    return this.#newSound().answer(offer);
  }

  /** Its sound as an offer. */
  async describes(): Promise<string> {
    return (this.#sound ?? this.#newSound()).offer();
  }

  /** @param change what it makes of its own description of its sound. */
  async dials(number: string, change: (sdp: string) => string): Promise<Fields> {
    const callID = randomUUID() as string;
    const sdp = change(await this.#newSound().offer());
    return this.ask('verto.invite', callID, { sdp, dialogParams: { callID, destination_number: number } });
  }

  /** The amplitude of a tone in what it hears now. */
  async level(hz: number): Promise<number> {
    return this.#sound === null ? 0 : levelAt(await this.#sound.tap(200), 8_000, hz);
  }

  speaks(hz: number): void {
    this.#sound?.play('voice', [{ kind: 'sine', frequencyHz: hz, durationMs: 60_000 }], { loop: true });
  }

  /** The page is left, or the network is: nothing is heard or said any more. */
  away(): void {
    this.silent();
    this.disconnected();
  }

  /** Its connection alone is gone: it goes on hearing and speaking. */
  disconnected(): void {
    this.#isHere = false;
    this.#phone.lost();
  }

  /** Its sound is gone, though its connection is not. */
  silent(): void {
    this.#sound?.close();
    this.#sound = null;
  }

  /** Loaded anew, with nothing of what it had. */
  back(): readonly string[] {
    this.#isHere = true;
    return this.#phone.back();
  }

  #newSound(): MediaEndpoint {
    this.silent();
    const sound = this.#media.createEndpoint({ group: 'page', kind: 'webrtc' });
    this.#sound = sound;
    this.speaks(this.#hz);
    return sound;
  }
}
