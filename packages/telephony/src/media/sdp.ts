// Session descriptions for audio: a small reader and writer (RFC 8866).
import { mediaLimits } from '../limits.ts';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export type SdpCodec = {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRateHz: number;
  readonly format: string | null;
};

/** What ICE and DTLS add to a media section (RFC 8839, RFC 8842, RFC 9143). */
export type SdpSecurity = {
  readonly iceUfrag: string;
  readonly icePwd: string;
  readonly fingerprint: string;
  readonly setup: string;
  readonly candidates: readonly string[];
};

export type SdpMedia = {
  readonly kind: string;
  readonly port: number;
  readonly protocol: string;
  /** The formats of the m-line as text: what a refusal must echo. */
  readonly formats: readonly string[];
  readonly address: string | null;
  readonly direction: Direction;
  readonly codecs: readonly SdpCodec[];
  readonly ptimeMs: number | null;
  readonly maxPtimeMs: number | null;
  readonly rtcpPort: number | null;
  readonly rtcpAddress: string | null;
  readonly rtcpMux: boolean;
  readonly mid: string | null;
  readonly ssrc: number | null;
  readonly security: SdpSecurity | null;
};

export type Sdp = {
  readonly sessionId: string;
  readonly version: string;
  readonly bundle: readonly string[];
  readonly media: readonly SdpMedia[];
};

const MAX_SDP_BYTES = 32_768;
const DIRECTIONS: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

/** Payload types that need no rtpmap (RFC 3551 §6). */
const STATIC_NAMES: Readonly<Record<number, string>> = {
  0: 'PCMU',
  3: 'GSM',
  8: 'PCMA',
  9: 'G722',
  13: 'CN',
  18: 'G729',
};

type Lines = readonly string[];

/**
 * Reads a session description.
 * @throws Error when it is not one
 */
export function parseSdp(text: string): Sdp {
  if (text.length > MAX_SDP_BYTES) throw new Error('session description is too long');
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.length > 1);
  if (!lines[0]?.startsWith('v=0')) throw new Error('session description does not begin with v=0');
  const sections: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)!.push(line);
  }
  if (sections.length - 1 > mediaLimits.maxSdpSections) throw new Error('session description has too many sections');
  const [session, ...media] = sections as [string[], ...string[][]];
  const origin = (first(session, 'o=') ?? '- 0 0').split(' ');
  return {
    sessionId: origin[1] ?? '0',
    version: origin[2] ?? '0',
    bundle: /^BUNDLE\s+(.*)$/.exec(attribute(session, 'group') ?? '')?.[1]?.split(/\s+/) ?? [],
    media: media.map((section) => parseMedia(section, session)),
  };
}

function parseMedia(section: Lines, session: Lines): SdpMedia {
  const [kind = '', port = '0', protocol = '', ...formats] = section[0]!.slice(2).split(/\s+/);
  const either = (name: string): string | null => attribute(section, name) ?? attribute(session, name);
  const rtcp = /^(\d+)(?:\s+IN\s+IP[46]\s+(\S+))?/.exec(attribute(section, 'rtcp') ?? '');
  return {
    kind,
    port: portOf(port),
    protocol,
    formats,
    address: connection(section) ?? connection(session),
    direction: direction(section) ?? direction(session) ?? 'sendrecv',
    codecs: formats.flatMap((format) => codec(format, section)),
    ptimeMs: number(either('ptime')),
    maxPtimeMs: number(either('maxptime')),
    rtcpPort: rtcp ? portOf(rtcp[1]!) : null,
    rtcpAddress: rtcp?.[2] ?? null,
    rtcpMux: section.includes('a=rtcp-mux'),
    mid: attribute(section, 'mid'),
    ssrc: number(/^\d+/.exec(attribute(section, 'ssrc') ?? '')?.[0] ?? null),
    security: securityOf(section, either),
  };
}

/** `49170` or `49170/2` (RFC 8866 §5.14). @throws Error when no such port can be: sending there would throw. */
function portOf(text: string): number {
  const port = /^\d{1,5}(?=\/\d+$|$)/.exec(text)?.[0];
  if (port === undefined || Number(port) > 65_535) throw new Error('session description names a port that cannot be');
  return Number(port);
}

function securityOf(section: Lines, either: (name: string) => string | null): SdpSecurity | null {
  const [iceUfrag, icePwd, fingerprint] = [either('ice-ufrag'), either('ice-pwd'), either('fingerprint')];
  if (iceUfrag === null || icePwd === null || fingerprint === null) return null;
  const candidates = section.filter((line) => line.startsWith('a=candidate:')).map((line) => line.slice(12));
  return { iceUfrag, icePwd, fingerprint, setup: either('setup') ?? 'actpass', candidates };
}

function codec(format: string, section: Lines): SdpCodec[] {
  const payloadType = Number(format);
  if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127) return [];
  const map = section.find((line) => line.startsWith(`a=rtpmap:${format} `))?.slice(`a=rtpmap:${format} `.length);
  const [name, rate] = (map ?? `${STATIC_NAMES[payloadType] ?? ''}/8000`).split('/');
  if (!name) return [];
  const fmtp = section.find((line) => line.startsWith(`a=fmtp:${format} `))?.slice(`a=fmtp:${format} `.length);
  return [{ payloadType, name: name.trim(), clockRateHz: Number(rate) || 8000, format: fmtp ?? null }];
}

const first = (lines: Lines, prefix: string): string | null =>
  lines.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? null;
const attribute = (lines: Lines, name: string): string | null => first(lines, `a=${name}:`)?.trim() ?? null;
const number = (text: string | null): number | null =>
  text !== null && /^\d+/.test(text) ? Number.parseInt(text, 10) : null;
const connection = (lines: Lines): string | null => first(lines, 'c=')?.split(' ')[2]?.split('/')[0] ?? null;
const direction = (lines: Lines): Direction | null =>
  (lines.find((line) => line.startsWith('a=') && DIRECTIONS.includes(line.slice(2)))?.slice(2) as
    | Direction
    | undefined) ?? null;

/** Writes a session description; sections with port 0 are refusals (RFC 3264 §6). */
export function writeSdp(description: Sdp, address: string): string {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- ${description.sessionId} ${description.version} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
  ];
  if (description.bundle.length > 0)
    lines.push(`a=group:BUNDLE ${description.bundle.join(' ')}`, 'a=msid-semantic: WMS *');
  for (const media of description.media) lines.push(...(media.port === 0 ? refusedLines(media) : mediaLines(media)));
  return `${lines.join('\r\n')}\r\n`;
}

const refusedLines = (media: SdpMedia): string[] => [
  `m=${media.kind} 0 ${media.protocol} ${media.formats.join(' ')}`,
  ...(media.mid === null ? [] : [`a=mid:${media.mid}`]),
  'a=inactive',
];

function mediaLines(media: SdpMedia): string[] {
  const lines = [
    `m=${media.kind} ${media.port} ${media.protocol} ${media.codecs.map((one) => one.payloadType).join(' ')}`,
  ];
  for (const one of media.codecs) {
    lines.push(`a=rtpmap:${one.payloadType} ${one.name}/${one.clockRateHz}`);
    if (one.format !== null) lines.push(`a=fmtp:${one.payloadType} ${one.format}`);
  }
  if (media.ptimeMs !== null) lines.push(`a=ptime:${media.ptimeMs}`);
  if (media.maxPtimeMs !== null) lines.push(`a=maxptime:${media.maxPtimeMs}`);
  if (media.rtcpPort !== null) lines.push(`a=rtcp:${media.rtcpPort}`);
  if (media.rtcpMux) lines.push('a=rtcp-mux');
  if (media.mid !== null) lines.push(`a=mid:${media.mid}`);
  lines.push(`a=${media.direction}`);
  if (media.security !== null) lines.push(...securityLines(media.security));
  if (media.security !== null && media.ssrc !== null)
    lines.push(
      'a=msid:cordboard audio',
      `a=ssrc:${media.ssrc} cname:cordboard`,
      `a=ssrc:${media.ssrc} msid:cordboard audio`,
    );
  return lines;
}

const securityLines = (security: SdpSecurity): string[] => [
  `a=ice-ufrag:${security.iceUfrag}`,
  `a=ice-pwd:${security.icePwd}`,
  `a=fingerprint:${security.fingerprint}`,
  `a=setup:${security.setup}`,
  ...security.candidates.map((candidate) => `a=candidate:${candidate}`),
  'a=end-of-candidates',
];
