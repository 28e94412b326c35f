// What the HTTP door is given: it knows pages, headers and upgrades, and nothing of what stands behind them.
import type { Refusal } from '@cordboard/domain';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Authenticated, Session } from '../../core.ts';
import type { HttpRoute } from '../../http-route.ts';
import type { Log } from '../../log.ts';

export type HttpDoorSettings = {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly metricsToken?: string | undefined;
  /** Contents of PEM files; present: HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  /** The built page of the bar. */
  readonly pageFolder: string;
  /** The built scripts for other people's pages by their names, such as `cordboard.js`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** What recordings' paths are relative to. */
  readonly recordingsFolder: string;
};

export type Peer = { readonly address: string; readonly port: number; readonly secure: boolean };

export type Part = { readonly ok: boolean; readonly detail: string };

export type HttpDoorPorts = {
  readonly log: Log;
  /** Takes over a WebSocket of the native door, with the stream it stands on. Its peer has not said who he is. */
  acceptAgent(socket: WebSocket, peer: Peer, stream: Duplex): void;
  /** Takes over a WebSocket of the Verto door. Its peer has not said who he is. */
  acceptVerto(socket: WebSocket, peer: Peer): void;
  /** What other doors answer over HTTP. */
  readonly routes: readonly HttpRoute[];
  /** Takes over a WebSocket with sub-protocol `sip` (RFC 7118). */
  acceptSip(socket: WebSocket, peer: Peer): void;
  /** The parts that must work: database, switch. */
  health(): Promise<Readonly<Record<string, Part>>> | Readonly<Record<string, Part>>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  authenticateToken(token: string, address: string): Promise<Authenticated | Refusal>;
  /** The file of a recording that this person may hear, relative to `recordingsFolder`. */
  findRecording(session: Session, recordingId: string): Promise<{ readonly path: string } | Refusal>;
};
