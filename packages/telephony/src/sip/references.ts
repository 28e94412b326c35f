// REFER both ways, with the NOTIFYs that tell how it went (RFC 3515, RFC 3420, RFC 3891).
import { sipLimits } from '../limits.ts';
import type { Call } from './call.ts';
import { replacedCall } from './replaces.ts';
import { add, cseq, header, headerLines } from './message.ts';
import type { SipRequest } from './message.ts';
import { contactFor } from './dialog.ts';
import { responseTo } from './replies.ts';
import { reasonPhrase } from './status.table.ts';
import { paramOf, unescapeUri } from './text.ts';
import type { Transaction } from './transaction.ts';
import { parseNameAddress, parseUri } from './uri.ts';

export class References {
  readonly #call: Call;
  #open = 0;

  constructor(call: Call) {
    this.#call = call;
  }

  /** The peer asks us to call somebody. */
  receive(transaction: Transaction): void {
    const { request } = transaction;
    const call = this.#call;
    const lines = headerLines(request, 'refer-to');
    const address = lines.length === 1 ? parseNameAddress(lines[0] ?? '') : null;
    const uri = address === null ? null : parseUri(address.uri);
    if (address === null || uri === null) {
      transaction.respond(responseTo(request, 400, '', 'Bad Refer-To'));
      return;
    }
    if (call.phase !== 'established' || this.#open >= sipLimits.maxReferencesPerCall) {
      transaction.respond(responseTo(request, call.phase === 'established' ? 503 : 403));
      return;
    }
    const replaces = uriHeader(uri.headers, 'replaces');
    const question = address.uri.indexOf('?');
    const to = question < 0 ? address.uri : address.uri.slice(0, question);
    const accepted = responseTo(request, 202);
    if (call.dialog !== null) add(accepted, 'contact', contactFor(transaction.flow, call.dialog.localUser));
    const silent = (header(request, 'refer-sub') ?? '').toLowerCase().startsWith('false');
    if (silent) add(accepted, 'refer-sub', 'false');
    transaction.respond(accepted);
    this.#begin(silent ? null : String(cseq(request)?.number ?? 0), to, replaces);
  }

  /** Asks the peer to call somebody; resolves with the status of its response, 408 when there is none. */
  refer(to: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = this.#call;
      if (call.phase !== 'established' || /[\s<>"]/.test(to)) {
        reject(new Error('No REFER is possible now'));
        return;
      }
      const fill = (request: SipRequest): void => {
        add(request, 'refer-to', `<${to}>`);
        add(request, 'referred-by', `<${parseNameAddress(call.dialog?.local ?? '')?.uri ?? ''}>`);
      };
      call.request('REFER', fill, (response) => resolve(response?.status ?? 408));
    });
  }

  /** A NOTIFY of a reference of ours (RFC 3515 §2.4.5). */
  notified(transaction: Transaction): void {
    const { request } = transaction;
    transaction.respond(responseTo(request, 200));
    const status = Number(/^SIP\/2\.0\s+(\d{3})/.exec(request.body)?.[1] ?? '0');
    if (status >= 100 && status < 700) this.#call.events.emit('referenceProgress', { status });
  }

  #begin(id: string | null, to: string, replaces: string | null): void {
    const call = this.#call;
    this.#open += 1;
    let open = true;
    const settle = (status: number): void => {
      if (!open) return;
      open = status < 200;
      if (!open) this.#open -= 1;
      if (id !== null) this.#notify(id, status);
    };
    if (id !== null) this.#notify(id, 100);
    const replaced = replaces === null ? null : replacedCall(call.context, replaces);
    const heard = call.events.emit('referred', { to, replacesCallId: replaced?.id ?? null, replaces, settle });
    if (!heard) settle(603);
  }

  #notify(id: string, status: number): void {
    const call = this.#call;
    if (call.phase !== 'established') return;
    call.request('NOTIFY', (request) => {
      add(request, 'event', `refer;id=${id}`);
      add(request, 'subscription-state', status < 200 ? 'active;expires=180' : 'terminated;reason=noresource');
      add(request, 'content-type', 'message/sipfrag;version=2.0');
      request.body = `SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`;
    });
  }
}

function uriHeader(headers: string, name: string): string | null {
  const value = paramOf(headers, name, 38);
  return value === null ? null : unescapeUri(value);
}
