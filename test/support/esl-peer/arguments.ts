// How FreeSWITCH takes its lines apart (switch_separate_string): quotes keep a delimiter, and are taken away.

export function separated(text: string, delimiter: string): string[] {
  const parts: string[] = [];
  let [part, isQuoted] = ['', false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') part += text[(at += 1)] ?? '';
    else if (character === "'" && (isQuoted || text.includes("'", at + 1))) isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part];
}

/** `{a=1,b=2}user/8001@domain` */
export function originated(dial: string): { readonly variables: Record<string, string>; readonly endpoint: string } {
  const [, inside = '', endpoint = ''] = /^\{(.*)\}([^{}]+)$/u.exec(dial) ?? [];
  const pairs = separated(inside, ',').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return { variables: Object.fromEntries(pairs), endpoint };
}

/** The inline dialplan: `app:data,app:data`, or another delimiter after `m:`. */
export function inlined(text: string): readonly { readonly application: string; readonly data: string }[] {
  const [, own, rest] = /^m:(.):(.*)$/u.exec(text) ?? [];
  return separated(rest ?? text, own ?? ',').map((part) => {
    const [application = '', ...data] = part.split(':');
    return { application, data: data.join(':') };
  });
}
