// The lexical ground of SIP: tokens, quoted strings, escapes, comma lists and `;name=value` parameters (RFC 3261 §25.1).

const TOKEN = new Uint8Array(128);
for (const c of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~") TOKEN[c.charCodeAt(0)] = 1;

/** Whether the whole text is one RFC 3261 token. */
export function isToken(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127 || TOKEN[code] !== 1) return false;
  }
  return text.length > 0;
}

/** A run of decimal digits as a number; null when it is anything else or above `max`. */
export function wholeNumber(text: string, max: number): number | null {
  if (text.length === 0 || text.length > 20) return null;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value > max ? null : value;
}

/** Index just past the quoted string that opens at `at`; -1 when it never closes. */
export function endOfQuoted(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 34) return i + 1;
  }
  return -1;
}

/** The inside of a quoted string, escapes undone; other text is returned as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || text.charCodeAt(0) !== 34) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

/** Text as a quoted string. Line breaks cannot be written in one and become spaces. */
export function quote(text: string): string {
  return `"${text.replace(/[\r\n\0]+/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}

/** Splits at commas outside quotes and angle brackets (RFC 3261 §7.3.1); empty items are left out. */
export function splitList(text: string): string[] {
  if (!text.includes(',')) {
    const only = text.trim();
    return only === '' ? [] : [only];
  }
  const items: string[] = [];
  let from = 0;
  let angle = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? 44 : text.charCodeAt(at);
    if (code === 34 && at < text.length) {
      const end = endOfQuoted(text, at);
      if (end < 0) at = text.length - 1;
      else at = end - 1;
    } else if (code === 60) angle += 1;
    else if (code === 62) angle -= 1;
    else if (code === 44 && (angle <= 0 || at === text.length)) {
      const item = text.slice(from, at).trim();
      if (item !== '') items.push(item);
      from = at + 1;
    }
  }
  return items;
}

function endOfItem(text: string, at: number, separator: number): number {
  for (let i = at; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      const end = endOfQuoted(text, i);
      if (end < 0) return text.length;
      i = end - 1;
    } else if (code === separator) return i;
  }
  return text.length;
}

/**
 * Value of one parameter.
 * @param params text after the value, such as `;tag=1;lr`
 * @param name lower-case name
 * @returns the value unquoted, `''` when it stands without value, null when absent
 */
export function paramOf(params: string, name: string, separator = 59): string | null {
  let at = 0;
  while (at < params.length) {
    const end = endOfItem(params, at, separator);
    const equals = params.indexOf('=', at);
    const nameEnd = equals >= 0 && equals < end ? equals : end;
    if (nameEnd - at >= name.length) {
      const found = params.slice(at, nameEnd).trim();
      if (found.length === name.length && found.toLowerCase() === name) {
        return nameEnd === end ? '' : unquote(params.slice(nameEnd + 1, end).trim());
      }
    }
    at = end + 1;
  }
  return null;
}

/** Whether the text is `;name[=value]` items throughout, without an open quote or an empty name. */
export function paramsAreWell(params: string): boolean {
  let at = 0;
  const text = params.trim();
  if (text === '') return true;
  if (text.charCodeAt(0) !== 59) return false;
  at = 1;
  while (at <= text.length) {
    const end = endOfItem(text, at, 59);
    const item = text.slice(at, end).trim();
    const equals = item.indexOf('=');
    if (!isToken((equals < 0 ? item : item.slice(0, equals)).trim())) return false;
    if (equals >= 0 && !isParamValue(item.slice(equals + 1).trim())) return false;
    at = end + 1;
  }
  return true;
}

function isParamValue(value: string): boolean {
  if (value === '') return false;
  if (value.charCodeAt(0) === 34) return endOfQuoted(value, 0) === value.length;
  return !/["<>\s,]/.test(value);
}

/** Undoes %xx escapes; a broken escape stays as it is (RFC 3261 §19.1.2). */
export function unescapeUri(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-9a-fA-F]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

/** Escapes what may not stand in the user part of a SIP URI (RFC 3261 §25.1 `user`). Half a character becomes U+FFFD: it has no UTF-8. */
export function escapeUser(text: string): string {
  return Buffer.from(text)
    .toString()
    .replace(/[^a-zA-Z0-9\-_.!~*'()&=+$,;?/]/gu, (character) => encodeURIComponent(character));
}
