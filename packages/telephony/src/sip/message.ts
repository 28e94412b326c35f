// A SIP message as the stack holds it: start line, header lines in order with canonical names, body; read lazily, written once.
import { headerNames } from './header-names.table.ts';
import { isToken, paramOf, splitList, unescapeUri, wholeNumber } from './text.ts';
import { parseHostPort, parseNameAddress, parseUri } from './uri.ts';
import type { NameAddress, SipUri } from './uri.ts';

export type Via = {
  /** Upper case: UDP, TCP, TLS, WS, WSS. */
  readonly transport: string;
  readonly host: string;
  readonly port: number;
  readonly params: string;
  readonly branch: string;
};

export type CSeq = { readonly number: number; readonly method: string };

type Parts = {
  /** Lower case, long form, in wire order; one entry per header line. */
  readonly names: string[];
  readonly values: string[];
  body: string;
  /** What was read once is kept; undefined: not read yet, null: malformed or absent. */
  readVia: Via | null | undefined;
  readCseq: CSeq | null | undefined;
  readFrom: NameAddress | null | undefined;
  readTo: NameAddress | null | undefined;
};

export type SipRequest = Parts & { readonly kind: 'request'; readonly method: string; uri: string };
export type SipResponse = Parts & { readonly kind: 'response'; readonly status: number; readonly reason: string };
export type SipMessage = SipRequest | SipResponse;

/** An empty request. */
export function newRequest(method: string, uri: string): SipRequest {
  return {
    kind: 'request',
    method,
    uri,
    names: [],
    values: [],
    body: '',
    readVia: undefined,
    readCseq: undefined,
    readFrom: undefined,
    readTo: undefined,
  };
}

/** An empty response. */
export function newResponse(status: number, reason: string): SipResponse {
  return {
    kind: 'response',
    status,
    reason,
    names: [],
    values: [],
    body: '',
    readVia: undefined,
    readCseq: undefined,
    readFrom: undefined,
    readTo: undefined,
  };
}

const canonical = new Map<string, string>();
const written = new Map<string, string>();
for (const [name, compact] of headerNames) {
  const lower = name.toLowerCase();
  written.set(lower, name);
  for (const spelling of [name, lower, name.toUpperCase()]) canonical.set(spelling, lower);
  if (compact !== '') {
    canonical.set(compact, lower);
    canonical.set(compact.toUpperCase(), lower);
  }
}

/** The name the stack uses for a header name as spelt on the wire; null when it is not a token. */
export function canonicalName(spelling: string): string | null {
  const known = canonical.get(spelling);
  if (known !== undefined) return known;
  if (!isToken(spelling)) return null;
  const lower = spelling.toLowerCase();
  return canonical.get(lower) ?? lower;
}

/** First value of a header, as written; undefined when absent. @param name lower case, long form */
export function header(message: SipMessage, name: string): string | undefined {
  const at = message.names.indexOf(name);
  return at < 0 ? undefined : message.values[at];
}

/** All values of a header line by line, unsplit. */
export function headerLines(message: SipMessage, name: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < message.names.length; at += 1) {
    if (message.names[at] === name) lines.push(message.values[at] ?? '');
  }
  return lines;
}

/** All values of a header that may be a comma list (RFC 3261 §7.3.1). */
export function headerList(message: SipMessage, name: string): string[] {
  const items: string[] = [];
  for (const line of headerLines(message, name)) items.push(...splitList(line));
  return items;
}

/** Whether an option tag or token stands in a comma-list header, whatever its case. */
export function hasToken(message: SipMessage, name: string, token: string): boolean {
  return headerList(message, name).some((item) => item.toLowerCase() === token);
}

export function add(message: SipMessage, name: string, value: string): void {
  message.names.push(name);
  message.values.push(value);
}

/** Replaces the first line of that name, or adds one. */
export function set(message: SipMessage, name: string, value: string): void {
  const at = message.names.indexOf(name);
  if (at < 0) add(message, name, value);
  else message.values[at] = value;
  if (name === 'via') message.readVia = undefined;
  else if (name === 'cseq') message.readCseq = undefined;
  else if (name === 'from') message.readFrom = undefined;
  else if (name === 'to') message.readTo = undefined;
}

/** Takes every line of that name away. */
export function remove(message: SipMessage, name: string): void {
  for (let at = message.names.length - 1; at >= 0; at -= 1) {
    if (message.names[at] !== name) continue;
    message.names.splice(at, 1);
    message.values.splice(at, 1);
  }
}

/** The topmost Via. */
export function topVia(message: SipMessage): Via | null {
  if (message.readVia === undefined) {
    const first = header(message, 'via');
    message.readVia = first === undefined ? null : parseVia(splitList(first)[0] ?? '');
  }
  return message.readVia;
}

function parseVia(text: string): Via | null {
  const params = text.indexOf(';');
  const front = params < 0 ? text : text.slice(0, params);
  const match = /^SIP\s*\/\s*\d+\.\d+\s*\/\s*([A-Za-z0-9\-.!%*_+`'~]+)\s+(\S+(?:\s*:\s*\d+)?)\s*$/i.exec(front);
  if (match === null) return null;
  const place = parseHostPort((match[2] ?? '').replace(/\s+/g, ''));
  if (place === null) return null;
  const rest = params < 0 ? '' : text.slice(params);
  const transport = (match[1] ?? '').toUpperCase();
  return { transport, host: place.host, port: place.port, params: rest, branch: paramOf(rest, 'branch') ?? '' };
}

const MAX_CSEQ = 2_147_483_647;

export function cseq(message: SipMessage): CSeq | null {
  if (message.readCseq === undefined) {
    const value = header(message, 'cseq') ?? '';
    const space = value.search(/\s/);
    const number = space < 0 ? null : wholeNumber(value.slice(0, space), MAX_CSEQ);
    const method = value.slice(space + 1).trim();
    message.readCseq = number === null || !isToken(method) ? null : { number, method };
  }
  return message.readCseq;
}

export function from(message: SipMessage): NameAddress | null {
  if (message.readFrom === undefined) message.readFrom = parseNameAddress(header(message, 'from') ?? '');
  return message.readFrom;
}

export function to(message: SipMessage): NameAddress | null {
  if (message.readTo === undefined) message.readTo = parseNameAddress(header(message, 'to') ?? '');
  return message.readTo;
}

/** The tag of a From or To; '' when it has none. */
export function tagOf(address: NameAddress | null): string {
  return address === null ? '' : (paramOf(address.params, 'tag') ?? '');
}

export function callId(message: SipMessage): string {
  return header(message, 'call-id') ?? '';
}

/** The first Contact as an address; null when there is none or it is `*`. */
export function contact(message: SipMessage): NameAddress | null {
  const first = headerList(message, 'contact')[0];
  return first === undefined ? null : parseNameAddress(first);
}

/** The user part of an address, escapes undone. */
export function userOf(address: NameAddress | null): string {
  const uri: SipUri | null = address === null ? null : parseUri(address.uri);
  return uri === null ? '' : uri.scheme === 'tel' ? unescapeUri(uri.user) : uri.user;
}

/** Media type of the body, lower case without parameters. */
export function bodyType(message: SipMessage): string {
  return (header(message, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function wireName(name: string): string {
  const known = written.get(name);
  if (known !== undefined) return known;
  return name.replace(/(^|-)([a-z])/g, (_whole, dash: string, letter: string) => dash + letter.toUpperCase());
}

/** The message as it goes on the wire. Content-Length is always written, from the body. */
export function serialize(message: SipMessage): string {
  let text =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  for (let at = 0; at < message.names.length; at += 1) {
    const name = message.names[at] ?? '';
    if (name !== 'content-length') text += `${wireName(name)}: ${message.values[at]}\r\n`;
  }
  const length = message.body === '' ? 0 : Buffer.byteLength(message.body);
  return `${text}Content-Length: ${length}\r\n\r\n${message.body}`;
}
