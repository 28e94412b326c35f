// What the far end is told about a client's sound: the client's own words, with the directions, roles and versions that SIP wants of later ones.

type May = { readonly send: boolean; readonly receive: boolean };
type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)(?=\r?$)/gm;
const setupLine = /^a=setup:(actpass|active|passive)(?=\r?$)/gm;
const originLine = /^(o=\S+ \S+ )(\d+)( .*)$/m;

const sends = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'sendonly';
const receives = (direction: Direction): boolean => direction === 'sendrecv' || direction === 'recvonly';
const directionOf = ({ send, receive }: May): Direction => {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
};

/** The same description where nothing is sent or received that may not be (RFC 3264 §6.1). */
export function limited(sdp: string, may: May): string {
  const held = (stated: Direction): Direction =>
    directionOf({ send: may.send && sends(stated), receive: may.receive && receives(stated) });
  let found = false;
  const text = sdp.replace(directionLine, (_, stated: Direction) => {
    found = true;
    return `a=${held(stated)}`;
  });
  // RFC 4566 §6: where nothing is stated it is sendrecv.
  return found ? text : sdp.replace(/^(m=audio .*?)(\r?\n)/m, `$1$2a=${held('sendrecv')}$2`);
}

/** What the sender of this description wants for its audio. */
export function audioDirection(sdp: string): Direction {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m);
  const audio = media.find((section) => section.startsWith('m=audio')) ?? '';
  const [stated] = [...audio.matchAll(directionLine), ...session.matchAll(directionLine)];
  return (stated?.[1] as Direction | undefined) ?? 'sendrecv';
}

const setupOf = (sdp: string): string | undefined => [...sdp.matchAll(setupLine)][0]?.[1];

/** An answer that takes no stream at all: every port is 0 (RFC 3264 §6). */
export const refusing = (offer: string): string => offer.replace(/^(m=\w+ )\d+/gm, '$10');

export class OwnDescription {
  /** What the client last said. */
  #client: string;
  #said: string;
  #version: bigint | null;
  /** `o=` up to its version and after it: one dialog has one origin, though a page that was loaded anew says another. */
  readonly #origin: readonly [string, string];
  /** The client's part in DTLS, once agreed. */
  #role: string | null = null;

  constructor(sdp: string) {
    const [, before = '', version, after = ''] = originLine.exec(sdp) ?? [];
    this.#client = sdp;
    this.#said = sdp;
    this.#origin = [before, after];
    this.#version = version === undefined ? null : BigInt(version);
  }

  /** What is to be offered: what the client last said, or says now, within what it may. */
  offer(may: May, sdp: string = this.#client): string {
    this.#client = sdp;
    return this.#stated(limited(sdp, may).replace(setupLine, 'a=setup:actpass'));
  }

  /** The answer to an offer that changes no more than directions. */
  answer(offer: string, may: May): string {
    const theirs = audioDirection(offer);
    const both = { send: may.send && receives(theirs), receive: may.receive && sends(theirs) };
    const sdp = limited(this.#client, both);
    // RFC 5763 §5: an answer says who begins, and an association keeps it.
    return this.#stated(this.#role === null ? sdp : sdp.replace(setupLine, `a=setup:${this.#role}`));
  }

  /** The client's own answer, word for word but for the origin. */
  answered(sdp: string): string {
    this.#client = sdp;
    this.#role = setupOf(sdp) ?? null;
    return this.#stated(sdp);
  }

  /** The far end's answer settles who begins DTLS. */
  agreed(answer: string): void {
    const theirs = setupOf(answer);
    if (theirs === 'active') this.#role = 'passive';
    if (theirs === 'passive') this.#role = 'active';
  }

  /** RFC 3264 §8: the same origin, its version one higher with each change. */
  #stated(sdp: string): string {
    const [before, after] = this.#origin;
    const version = this.#version;
    if (version === null) return sdp;
    const at = (number: bigint): string => sdp.replace(originLine, () => `${before}${number}${after}`);
    const same = at(version);
    if (same === this.#said) return same;
    this.#version = version + 1n;
    this.#said = at(version + 1n);
    return this.#said;
  }
}
