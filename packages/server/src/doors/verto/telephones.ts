// Which sessions have a telephone: those that asked for one when they signed in, while their agent works at that extension.
import type { Log } from '../../log.ts';
import { wireError, type Answer, type Fields, type Request } from './frame.ts';
import type { VertoLimits } from './limits.ts';
import type { VertoPhone } from './phone/phone.ts';
import { createPhones, type Phones } from './phone/phones.ts';
import type { VertoSession } from './session.ts';

export class Telephones {
  readonly #place: string | null;
  readonly #limits: VertoLimits;
  readonly #log: Log;
  readonly #opening = new Map<VertoSession, Promise<void>>();
  readonly #kept = new Map<VertoSession, VertoPhone>();
  #phones: Promise<Phones> | null = null;

  /** @param place the switch's SIP over TCP, `127.0.0.1:5060`; null: there are no telephones here. */
  constructor(place: string | null, limits: VertoLimits, log: Log) {
    this.#place = place;
    this.#limits = limits;
    this.#log = log;
  }

  /** Gives the session its telephone, if it wants one and its agent works there; resolves when it can be called. */
  open(session: VertoSession): Promise<void> {
    const known = this.#opening.get(session);
    if (known !== undefined) return known;
    const opening = this.#open(session);
    this.#opening.set(session, opening);
    // Whoever has none may ask again.
    void opening.then(() => this.#kept.has(session) || this.#opening.delete(session));
    return opening;
  }

  async #open(session: VertoSession): Promise<void> {
    const { extension, presence } = session;
    if (extension === null || this.#place === null) return;
    const issued = await presence.phoneCredentials(extension);
    if ('refused' in issued) return;
    this.#phones ??= createPhones(this.#place, this.#log);
    const phones = await this.#phones;
    const phone = await phones.open({
      extension,
      password: issued.password,
      silenceAfterMs: this.#limits.vertoSilenceAfterMs,
      send: (method, params) => session.send(method, params),
      isHere: () => session.outlet !== null,
      asked: (callID) => session.tellPrivately('answerCall', { callID }),
    });
    // It may have signed out meanwhile.
    if (!this.#opening.has(session)) return phones.close(phone);
    this.#kept.set(session, phone);
    await this.#inTime(phone.ready, session);
  }

  /** The session's agent may have signed out, or in. */
  changed(session: VertoSession): void {
    const { agent } = session.presence.desk;
    if (agent?.state === 'null' || (agent !== null && agent.deviceId !== session.extension)) this.close(session);
    else void this.open(session);
  }

  answer(session: VertoSession, { method, params }: Request): Answer | Promise<Answer> {
    const phone = this.#kept.get(session);
    if (phone !== undefined) return phone.handle(method as Parameters<VertoPhone['handle']>[0], params);
    const { callID = null } = (params['dialogParams'] ?? {}) as Fields;
    return wireError(method === 'verto.invite' ? 'noTelephone' : 'callUnknown', { callID });
  }

  /** @returns ids of the calls that are taken up again. */
  back(session: VertoSession): readonly string[] {
    return this.#kept.get(session)?.back() ?? [];
  }

  lost(session: VertoSession): void {
    this.#kept.get(session)?.lost();
  }

  close(session: VertoSession): void {
    this.#opening.delete(session);
    const phone = this.#kept.get(session);
    if (phone === undefined) return;
    this.#kept.delete(session);
    void this.#phones?.then((phones) => phones.close(phone)).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#kept.clear();
    await (await this.#phones)?.stop();
  }

  /** A telephone that is late is not waited for, and the client is told. */
  async #inTime(ready: Promise<void>, session: VertoSession): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the switch did not answer in time')), this.#limits.vertoPhoneReadyMs);
    });
    try {
      await Promise.race([ready, late]);
    } catch (error) {
      session.tellPrivately('phoneFailed', { reason: (error as Error).message });
    } finally {
      clearTimeout(timer);
    }
  }
}
