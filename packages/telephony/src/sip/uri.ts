// SIP, SIPS and tel URIs, and the name-addr values (`"Name" <uri>;params`) of From, To, Contact and Route.
import { isIP } from 'node:net';
import { endOfQuoted, paramsAreWell, quote, unescapeUri, unquote, wholeNumber } from './text.ts';

export type SipUri = {
  readonly scheme: string;
  /** Escapes undone, password left out; '' when there is none. */
  readonly user: string;
  /** Lower case; IPv6 without brackets. */
  readonly host: string;
  /** 0 when not given. */
  readonly port: number;
  /** From the first `;` on, without headers. */
  readonly params: string;
  /** After the `?`. */
  readonly headers: string;
};

export type NameAddress = {
  readonly name: string;
  /** As written. */
  readonly uri: string;
  /** Header parameters from the first `;` on. */
  readonly params: string;
};

/** Parses a SIP, SIPS or tel URI; other schemes give their scheme and an empty host; null when malformed. */
export function parseUri(text: string): SipUri | null {
  const colon = text.indexOf(':');
  if (colon <= 0) return null;
  const scheme = text.slice(0, colon).toLowerCase();
  if (!/^[a-z][a-z0-9+.-]*$/.test(scheme)) return null;
  if (scheme !== 'sip' && scheme !== 'sips') {
    const user = scheme === 'tel' ? (text.slice(colon + 1).split(';', 1)[0] ?? '') : '';
    return { scheme, user, host: '', port: 0, params: '', headers: '' };
  }
  return parseSipUri(scheme, text.slice(colon + 1));
}

function parseSipUri(scheme: string, rest: string): SipUri | null {
  // The user part may hold `;` and `?` (RFC 4475 §3.1.1.13), so the host begins after the last `@` before headers.
  const at = rest.indexOf('@');
  const userInfo = at < 0 ? '' : rest.slice(0, at);
  let hostPart = at < 0 ? rest : rest.slice(at + 1);
  let headers = '';
  const question = hostPart.indexOf('?');
  if (question >= 0) {
    headers = hostPart.slice(question + 1);
    hostPart = hostPart.slice(0, question);
  }
  const semicolon = hostPart.indexOf(';');
  const params = semicolon < 0 ? '' : hostPart.slice(semicolon);
  const place = parseHostPort(semicolon < 0 ? hostPart : hostPart.slice(0, semicolon));
  if (place === null || place.host === '') return null;
  const password = userInfo.indexOf(':');
  const user = unescapeUri(password < 0 ? userInfo : userInfo.slice(0, password));
  if (at >= 0 && user === '') return null;
  return { scheme, user, host: place.host, port: place.port, params, headers };
}

/** `host`, `host:port` or `[v6]:port`; null when malformed. */
export function parseHostPort(text: string): { host: string; port: number } | null {
  let host = text;
  let port = '';
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) return null;
    host = text.slice(1, end);
    if (!/^[0-9a-fA-F:.]+$/.test(host)) return null;
    const rest = text.slice(end + 1);
    if (rest !== '' && !rest.startsWith(':')) return null;
    port = rest.slice(1);
  } else {
    const colon = text.indexOf(':');
    if (colon >= 0) {
      host = text.slice(0, colon);
      port = text.slice(colon + 1);
      if (port === '') return null;
    }
    if (!isHostName(host)) return null;
  }
  if (port === '') return { host: host.toLowerCase(), port: 0 };
  const number = wholeNumber(port, 65_535);
  return number === null ? null : { host: host.toLowerCase(), port: number };
}

function isHostName(host: string): boolean {
  if (host.length === 0 || host.length > 255) return false;
  for (let at = 0; at < host.length; at += 1) {
    const c = host.charCodeAt(at);
    const well =
      (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 45 || c === 46 || c === 95;
    if (!well) return false;
  }
  return true;
}

/** Parses one From / To / Contact / Route value; null when malformed (RFC 3261 §20.10, §20.20). */
export function parseNameAddress(text: string): NameAddress | null {
  const value = text.trim();
  let at = 0;
  if (value.charCodeAt(0) === 34) {
    at = endOfQuoted(value, 0);
    if (at < 0) return null;
  }
  const open = value.indexOf('<', at);
  if (open >= 0) {
    const close = value.indexOf('>', open);
    if (close < 0) return null;
    const name = at > 0 ? unquote(value.slice(0, at)) : value.slice(0, open).trim();
    if (at > 0 ? value.slice(at, open).trim() !== '' : !isDisplayName(name)) return null;
    const uri = value.slice(open + 1, close);
    const params = value.slice(close + 1).trim();
    if (uri === '' || uri.trim() !== uri || !paramsAreWell(params)) return null;
    return { name, uri, params };
  }
  if (at > 0) return null;
  // Without brackets, what follows `;` belongs to the header and a `?` or `,` may not stand (RFC 3261 §20).
  const semicolon = value.indexOf(';');
  const uri = (semicolon < 0 ? value : value.slice(0, semicolon)).trim();
  const params = semicolon < 0 ? '' : value.slice(semicolon);
  if (uri === '' || /[\s?,]/.test(uri) || !paramsAreWell(params)) return null;
  return { name: '', uri, params };
}

function isDisplayName(name: string): boolean {
  return !/["<>@,;:]/.test(name);
}

/** Whether that can stand after the `@`: a name or an address, without port. */
export function isHost(text: string): boolean {
  return isIP(text) !== 0 || parseHostPort(text)?.port === 0;
}

/** `host:port` as it is written, with brackets around IPv6. */
export function hostPort(host: string, port: number): string {
  const written = host.includes(':') ? `[${host}]` : host;
  return port > 0 ? `${written}:${port}` : written;
}

/** A From or To value without tag. */
export function nameAddress(name: string, uri: string): string {
  return name === '' ? `<${uri}>` : `${quote(name)} <${uri}>`;
}
