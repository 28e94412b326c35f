// The pages that are connected as SoftPhones: each hears what happens at its user's telephone, beside the events that wait in his mailbox.
import type { RawData, WebSocket } from 'ws';
import type { NccMessage } from '@cordboard/contract/dialects/ncc';
import type { Control } from '../control/control.ts';
import type { CtiClient } from '../cti/cti-client.ts';
import { limits } from '../limits.ts';
import { Softphone } from './softphone.ts';

type Page = { readonly socket: WebSocket; readonly softphone: Softphone };
type Fields = Readonly<Record<string, unknown>>;

export class Softphones {
  readonly #control: Control;
  readonly #cti: CtiClient;
  readonly #pages = new Map<string, Set<Page>>();

  constructor(control: Control, cti: CtiClient) {
    this.#control = control;
    this.#cti = cti;
  }

  /** @returns takes the page away again. */
  add(login: string, socket: WebSocket): () => void {
    const softphone = new Softphone({
      command: (body) => this.#control.carryOut(login, body),
      calls: () => this.#cti.callsOf(login),
    });
    const page = { socket, softphone };
    this.#pages.set(login, (this.#pages.get(login) ?? new Set()).add(page));
    socket.on('message', (data: RawData) => void this.#take(page, data));
    return () => this.#remove(login, page);
  }

  tell(login: string, message: NccMessage): void {
    for (const page of this.#pages.get(login) ?? []) send(page, page.softphone.event(message));
  }

  async #take(page: Page, data: RawData): Promise<void> {
    const message = messageOf(data);
    if (message === null) return page.socket.close(1008, 'not a request');
    send(page, await page.softphone.request(message));
  }

  #remove(login: string, page: Page): void {
    const pages = this.#pages.get(login);
    pages?.delete(page);
    if (pages?.size === 0) this.#pages.delete(login);
  }
}

function send({ socket }: Page, message: Fields | null): void {
  if (message === null || socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > limits.softphoneMaxWaitingBytes) socket.close(1013, 'too slow');
  else socket.send(JSON.stringify(message));
}

function messageOf(data: RawData): Fields | null {
  try {
    // A text comes as one Buffer, since nothing else was asked for.
    const read: unknown = JSON.parse((data as Buffer).toString('utf8'));
    return typeof read === 'object' && read !== null ? { ...read } : null;
  } catch {
    return null;
  }
}
