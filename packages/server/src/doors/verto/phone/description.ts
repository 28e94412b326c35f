// The two lines of a session description that change when a client's call is held: it is not asked, as it does not negotiate anew.

/** The same description with another direction and the next version (RFC 3264 §8, §8.4). */
export function directed(sdp: string, direction: 'sendrecv' | 'sendonly'): string {
  const version = /^(o=\S+ \S+ )(\d+)/m;
  const next = sdp.replace(version, (_, before: string, number: string) => `${before}${BigInt(number) + 1n}`);
  const stated = /^a=(sendrecv|sendonly|recvonly|inactive)(?=\r?$)/gm;
  if (stated.test(next)) return next.replace(stated, `a=${direction}`);
  return next.replace(/^(m=audio .*(\r?\n))/m, (line, _, end: string) => `${line}a=${direction}${end}`);
}
