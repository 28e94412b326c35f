// Session descriptions that the telephone makes of its client's: held, silent, or with the sound refused. The client is not asked, as it does not negotiate anew, or is not there.

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly';

const originLine = /^(o=\S+ \S+ )(\d+)(.*)$/m;
const successor = (version: string): string => String(BigInt(version) + 1n);

/** The same description with another direction and the next version (RFC 3264 §8, §8.4). */
export function directed(sdp: string, direction: Direction): string {
  const next = sdp.replace(
    originLine,
    (_, before: string, version: string, after: string) => `${before}${successor(version)}${after}`,
  );
  const stated = /^a=(sendrecv|sendonly|recvonly|inactive)(?=\r?$)/gm;
  if (stated.test(next)) return next.replace(stated, `a=${direction}`);
  return next.replace(/^(m=audio .*(\r?\n))/m, (line, _, end: string) => `${line}a=${direction}${end}`);
}

/** An answer that takes nothing of what is offered: every section is there, and its port is zero (RFC 3264 §6). */
export function refusing(offer: string, own: string): string {
  const [, before = 'o=- 0 ', version = '0'] = originLine.exec(own) ?? [];
  const sections = [...offer.matchAll(/^m=(\S+) \d+(?:\/\d+)? (.*?)\r?$/gm)].map(
    ([, kind, rest]) => `m=${kind} 0 ${rest}`,
  );
  const session = ['v=0', `${before}${successor(version)} IN IP4 0.0.0.0`, 's=-', 'c=IN IP4 0.0.0.0', 't=0 0'];
  return [...session, ...sections, ''].join('\r\n');
}
