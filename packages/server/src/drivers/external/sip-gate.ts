// What a page may say to a switch outside: only as a telephone that it has been let in as. The switch sees our address, and may trust it more than a page.

/**
 * Asked of a dialog, which only its parties know (RFC 3261 §12.2). Without one they would be asked who they are:
 * passwords could be guessed by them.
 */
const withinDialogs: ReadonlySet<string> = new Set(['INVITE', 'ACK', 'BYE', 'INFO', 'NOTIFY', 'PRACK', 'UPDATE']);

/** As telephones write it: at most a simple name before the address, so that nobody reads it otherwise than we do. */
const fromLine =
  /^(?:from|f)[ \t]*:[ \t]*(?:"[^"\\]*"[ \t]*|[\w .-]*)<sips?:([^@:;<>"\s]+)@[^<>"\s]*>[ \t]*(?:;[^<>"]*)?$/iu;
/** With a tag: what it says is asked of a dialog (RFC 3261 §12.2.2). */
const toLine = /^(?:to|t)[ \t]*:[ \t]*(?:"[^"\\]*"[ \t]*|[\w .-]*)<[^<>"\s]*>[ \t]*;[ \t]*tag=([^<>";\s]+)[ \t]*$/iu;
/** Whole in itself: what goes on in the next line (RFC 3261 §7.3.1) could have another name for the switch than for us. */
const headerLine = /^[\w.!%*+`'~-]+[ \t]*:/u;
const lengthLine = /^(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*$/iu;

const blankLine = '\r\n\r\n';

/**
 * @param frame one SIP message, bytes as latin1.
 * @param admits whether a telephone of that address is let in now.
 * @param isFirst it begins with whose it is: nothing can be asked or answered within a dialog before.
 */
export function mayPass(frame: string, admits: (user: string) => boolean, isFirst = false): boolean {
  const end = frame.indexOf(blankLine);
  if (end < 0) return false;
  const [first = '', ...lines] = frame.slice(0, end).split('\r\n');
  // Some take half of a line's end for one.
  if ([first, ...lines].some((line) => /[\r\n\0]/u.test(line))) return false;
  if (!lines.every((line) => headerLine.test(line))) return false;
  // A second message behind the first one would not be looked at.
  if (only(lines, /^(?:content-length|l)[ \t]*:/iu, lengthLine) !== String(frame.length - end - blankLine.length))
    return false;
  if (!isFirst && isWithin(first, lines)) return true;
  const user = only(lines, /^(?:from|f)[ \t]*:/iu, fromLine);
  return user !== null && admits(user);
}

/** An answer, or what is asked within a dialog. */
function isWithin(first: string, lines: readonly string[]): boolean {
  if (first.startsWith('SIP/2.0 ')) return true;
  const [method = ''] = first.split(' ', 1);
  // It names a request that is under way, and nobody asks whose it is (§22.1).
  if (method === 'CANCEL') return true;
  return withinDialogs.has(method) && only(lines, /^(?:to|t)[ \t]*:/iu, toLine) !== null;
}

/** What the one line of that name says; null: there is none, or another one, or it is written otherwise. */
function only(lines: readonly string[], name: RegExp, form: RegExp): string | null {
  const [line, ...others] = lines.filter((each) => name.test(each));
  return others.length > 0 ? null : (form.exec(line ?? '')?.[1] ?? null);
}
