// One connection of a page: reads its requests, carries them out one at a time, and tells it what happens.
import { readMessage, type NotRequest, type Request } from '@cordboard/contract';
import { ipscEvents, windowOnly, type IpscMethod, type IpscProfile } from '@cordboard/contract/dialects/ipsc';
import type { WebSocket } from 'ws';
import type { Recorded } from '../agent/history.ts';
import { Refusal, refusalOf } from '../agent/refusal.ts';
import type { Asker } from '../deeds/deed.ts';
import { deeds } from '../deeds/index.ts';
import type { Desk } from '../desk.ts';
import { limits } from '../limits.ts';
import type { Admission, Rights } from '../local/admission.ts';
import { bind, methodNamed, rowOf } from './binding.ts';
import { errorOf, protocolErrors, type ErrorObject } from './errors.ts';
import { Guard } from './guard.ts';
import { Rate } from './rate.ts';
import { wordsOf, type Words } from './words.ts';

export type PageOptions = {
  readonly socket: WebSocket;
  readonly desk: Desk;
  readonly admission: Admission;
  readonly profile: IpscProfile;
  /** Events carry their number, and ours are told, too. */
  readonly isExtended: boolean;
  /** Of the program: one request that changes something at a time, whichever page it comes from. */
  readonly guard: Guard;
};

export class Page implements Asker {
  readonly profile: IpscProfile;
  readonly #options: PageOptions;
  readonly #rate = new Rate();
  readonly #own = new Guard();
  readonly #stop: () => void;

  constructor(options: PageOptions) {
    this.#options = options;
    this.profile = options.profile;
    const { socket, desk } = options;
    socket.on('message', (data, isBinary) => this.#take(isBinary ? null : (data as Buffer).toString()));
    this.#stop = desk.onHappening((recorded) => this.#tell(recorded));
    socket.on('close', () => this.#stop());
  }

  get rights(): Rights {
    return this.#options.admission.rights;
  }

  words({ happening }: Recorded): Words | null {
    return wordsOf(this.profile, happening, this.#options.desk.settings.localServer.queueEventName);
  }

  pair(name: string): Promise<string> {
    return this.#options.admission.pair(name);
  }

  authenticate(token: string): void {
    if (!this.#options.admission.authenticate(token)) throw new Refusal('notPaired');
  }

  #tell(recorded: Recorded): void {
    const { socket, isExtended } = this.#options;
    const { name } = recorded.happening;
    if (this.rights === 'none' || (this.rights !== 'window' && windowOnly.has(name))) return;
    if (!isExtended && ipscEvents[name].isOurs === true) return;
    const words = this.words(recorded);
    if (words === null) return;
    if (socket.bufferedAmount > limits.maxBufferedBytes) return socket.close(1013, 'reads too slowly');
    this.#send({ jsonrpc: '2.0', ...words, ...(isExtended ? { seq: recorded.seq } : {}) });
  }

  #take(text: string | null): void {
    if (text === null) return this.#refuse('null', protocolErrors.request);
    const message = readMessage(text, 1);
    if (message.kind === 'batch' || text.trimStart().startsWith('[')) return this.#refuse('null', protocolErrors.batch);
    const { request } = message;
    if ('wrong' in request) return this.#takeWrong(request, text);
    if (!this.#rate.allows(Date.now())) return this.#refused(request, new Refusal('tooMany'));
    void this.#carryOut(request);
  }

  /** A response, which nobody asked for, is not answered (JSON-RPC 2.0 §5). */
  #takeWrong({ wrong, id }: NotRequest, text: string): void {
    if (wrong === 'parseError') return this.#refuse('null', protocolErrors.parse);
    if (isResponse(text)) return;
    this.#refuse(id, protocolErrors.request);
  }

  async #carryOut(request: Request): Promise<void> {
    const method = methodNamed(request.method);
    if (method === null)
      return this.#answerError(request, { ...protocolErrors.method, data: { method: request.method } });
    const bound = bind(method, request.params);
    if ('field' in bound) {
      const { hint } = rowOf(method);
      const data = { ...bound, ...(hint === undefined ? {} : { hint }) };
      return this.#answerError(request, { ...protocolErrors.params, data });
    }
    const done = this.#begin(method);
    if (done instanceof Refusal) return this.#refused(request, done);
    try {
      const deed = deeds[method] as (desk: Desk, params: unknown, asker: Asker) => unknown;
      const result = await deed(this.#options.desk, bound.params, this);
      this.#answer(request, result ?? null);
    } catch (error) {
      this.#refused(request, refusalOf(error));
    } finally {
      done();
    }
  }

  /** @returns what to do at the end. */
  #begin(method: IpscMethod): (() => void) | Refusal {
    const refusal = this.#refusalFor(method);
    if (refusal !== null) return refusal;
    const { kind } = rowOf(method);
    // The draft lets nothing in while a request of the same page is unfinished; version 6 lets others in that change nothing.
    const own = this.profile === 'draft' ? this.#own.take() : () => {};
    const program = kind === 'steer' ? this.#options.guard.take() : () => {};
    if (own !== null && program !== null) {
      return () => {
        own();
        program();
      };
    }
    own?.();
    program?.();
    return new Refusal('busy');
  }

  #refusalFor(method: IpscMethod): Refusal | null {
    const { kind, needsLogin } = rowOf(method);
    if (method === 'pair' || method === 'authenticate') return null;
    if (this.rights === 'none') {
      this.#options.admission.ask();
      return new Refusal('notPaired');
    }
    if (kind === 'window' && this.rights !== 'window') return new Refusal('noPrivilege');
    if (kind !== 'look' && this.rights === 'look') return new Refusal('readOnly');
    return needsLogin === true && this.#options.desk.model.running !== 'Started' ? new Refusal('agentOffline') : null;
  }

  #refused(request: Request, refusal: Refusal): void {
    this.#answerError(request, errorOf(this.profile, refusal));
  }

  #answer({ id }: Request, result: unknown): void {
    if (id !== null) this.#sendText(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`);
  }

  #answerError({ id }: Request, error: ErrorObject): void {
    if (id !== null) this.#refuse(id, error);
  }

  #refuse(id: string, error: ErrorObject): void {
    this.#sendText(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`);
  }

  #send(message: object): void {
    this.#sendText(JSON.stringify(message));
  }

  #sendText(text: string): void {
    const { socket } = this.#options;
    if (socket.readyState === socket.OPEN) socket.send(text);
  }
}

function isResponse(text: string): boolean {
  const value = JSON.parse(text) as unknown;
  return typeof value === 'object' && value !== null && !('method' in value) && ('result' in value || 'error' in value);
}
