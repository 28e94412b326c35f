// The native door as the bar in the window sees it: whatever CTI server is the main one stands behind it.
import { timingSafeEqual } from 'node:crypto';
import { CordboardError, type CordboardClient, type StreamEvent } from '@cordboard/client';
import { errors, readMessage, type Request } from '@cordboard/contract';
import type { WebSocket } from 'ws';
import type { CtiServers } from '../cti/cti-servers.ts';

export type BarDoorOptions = { readonly socket: WebSocket; readonly cti: CtiServers; readonly token: string };

/** Not final: the bar's client comes back. */
const goneForNow = 1012;

export class BarDoor {
  readonly #options: BarDoorOptions;
  readonly #epoch = crypto.randomUUID();
  #isSignedIn = false;
  #seq = 0;
  #shown = -1;

  constructor(options: BarDoorOptions) {
    this.#options = options;
    options.socket.on('message', (data, isBinary) => {
      if (!isBinary) void this.#take((data as Buffer).toString());
    });
  }

  /** An event of the main server; those of others are of no interest to the bar. */
  event(ctiIndex: number, event: StreamEvent): void {
    if (!this.#isSignedIn || ctiIndex !== this.#shown) return;
    const prev = this.#seq;
    this.#seq += 1;
    this.#notify('event', { ...event, epoch: this.#epoch, prev, seq: this.#seq });
  }

  /** Another server is the main one, or it is back: everything is told anew. Nobody there: the bar is told by the end of its connection. */
  look(): void {
    const { cti, socket } = this.#options;
    if (!this.#isSignedIn) return;
    if (cti.running !== 'Started' || cti.servers[cti.main]?.connection !== 'Ok') {
      socket.close(goneForNow, 'no CTI server');
      return;
    }
    if (this.#shown !== cti.main) this.#notify('event.snapshot', this.#snapshot());
  }

  async #take(text: string): Promise<void> {
    const message = readMessage(text, 1);
    if (message.kind === 'batch') return this.#error('null', 'batchTooLarge');
    const { request } = message;
    if ('wrong' in request) return this.#error(request.id, request.wrong);
    try {
      this.#reply(request, await this.#carryOut(request));
    } catch (error) {
      this.#refused(request, error);
    }
  }

  #carryOut({ method, params }: Request): unknown {
    if (method === 'session.signInWithToken') return this.#signIn(params);
    if (!this.#isSignedIn) throw new CordboardError('notAuthenticated', errors.notAuthenticated.en);
    switch (method) {
      case 'session.snapshot':
        return this.#snapshot();
      case 'session.resume':
        return { resumed: false };
      case 'session.ping':
        return { serverTime: Date.now() + this.#client.state.clockOffsetMs };
      case 'session.signOut':
        return {};
      default:
        return this.#client.call(method as 'call.hold', params as { callId: string });
    }
  }

  #signIn(params: Request['params']): unknown {
    const { session } = this.#client.state;
    const token = 'token' in params && typeof params['token'] === 'string' ? params['token'] : '';
    if (!same(token, this.#options.token) || session === null)
      throw new CordboardError('sessionExpired', errors.sessionExpired.en);
    this.#isSignedIn = true;
    return { ...session, token };
  }

  #snapshot(): object {
    this.#shown = this.#options.cti.main;
    const {
      agent,
      rights,
      calls,
      watched,
      supervision,
      queues,
      device,
      devices,
      leaves,
      ivrs,
      gradingLanguages,
      demo,
      limits,
      clockOffsetMs,
    } = this.#client.state;
    return {
      agent,
      rights,
      calls,
      watched,
      supervision,
      queues,
      device,
      devices,
      leaves,
      ivrs,
      gradingLanguages,
      demo,
      limits,
      serverTime: Date.now() + clockOffsetMs,
      position: { epoch: this.#epoch, seq: this.#seq },
    };
  }

  /** @throws CordboardError overloaded: none is there now, and the bar tries again. */
  get #client(): CordboardClient {
    const { cti } = this.#options;
    const server = cti.servers[cti.main];
    if (cti.running !== 'Started' || server?.connection !== 'Ok')
      throw new CordboardError('overloaded', errors.overloaded.en);
    return server.client;
  }

  #refused({ id }: Request, error: unknown): void {
    if (id === null) return;
    if (!(error instanceof CordboardError)) return this.#error(id, 'internal');
    const name = error.refused in errors ? (error.refused as keyof typeof errors) : 'overloaded';
    const { zh, en, ru, code } = errors[name];
    const data = { name, field: error.field ?? undefined, text: error.text ?? { zh, en, ru } };
    this.#send(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message: error.message, data })}}`);
  }

  #error(id: string, name: keyof typeof errors): void {
    const { code, zh, en, ru } = errors[name];
    this.#send(
      `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message: en, data: { name, text: { zh, en, ru } } })}}`,
    );
  }

  #reply({ id }: Request, result: unknown): void {
    if (id !== null) this.#send(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`);
  }

  #notify(method: string, params: unknown): void {
    this.#send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  #send(text: string): void {
    const { socket } = this.#options;
    if (socket.readyState === socket.OPEN) socket.send(text);
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
