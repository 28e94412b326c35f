// The Verto door: clients of FreeSWITCH and XSwitch over WebSocket, and XSwitch's requests over HTTP.
import type { WebSocket } from 'ws';
import type { Core } from '../../core.ts';
import type { HttpRoute } from '../../http-route.ts';
import { limits as serverLimits } from '../../limits.ts';
import type { Log } from '../../log.ts';
import { VertoConnection, type ConnectionContext } from './connection.ts';
import { ExtensionTokens } from './extension-tokens.ts';
import { wireError } from './frame.ts';
import type { VertoLimits } from './limits.ts';
import { logIn } from './login.ts';
import { isDoorMethod, isPhoneMethod, requests, type Desk } from './requests.ts';
import { restRoutes } from './rest.ts';
import { Sessions } from './sessions.ts';
import { Telephones } from './telephones.ts';

export type VertoDoorOptions = {
  readonly core: Core;
  readonly log: Log;
  readonly sipDomain: string;
  /** The switch's SIP over TCP, `127.0.0.1:5060`, for clients that are telephones; absent: there are none here. */
  readonly sipPlace?: string;
  readonly limits?: Partial<VertoLimits>;
};

export type VertoDoor = {
  /** What the WebSocket server should be given as its largest payload. */
  readonly maxFrameBytes: number;
  /** Takes over a WebSocket whose Origin has been checked; who is at the far end, nobody knows yet. */
  accept(socket: WebSocket, peer: { readonly address: string }): void;
  readonly routes: readonly HttpRoute[];
  counters(): { readonly connections: number; readonly sessions: number };
  /** Closes every connection with 1001; clients come back to whoever listens next. */
  close(): void;
};

export function createVertoDoor({ core, log, sipDomain, sipPlace, limits: given }: VertoDoorOptions): VertoDoor {
  const limits: VertoLimits = { ...serverLimits, ...given };
  const connections = new Set<VertoConnection>();
  /** In the order they came. */
  const strangers = new Set<VertoConnection>();
  const tokens = new ExtensionTokens(limits.vertoExtensionTokensMax);
  const telephones = new Telephones(sipPlace ?? null, limits, log);
  const sessions = new Sessions(core, limits, {
    changed: (session) => telephones.changed(session),
    ended: (session) => telephones.close(session),
  });
  const desk: Desk = { core, limits, sessionsOf: (tenantId) => sessions.of(tenantId) };
  const context: ConnectionContext = {
    limits,
    log,
    logIn: (params, address) => logIn(core, tokens, params, address),
    async bind(loggedIn, sessid, outlet) {
      const bound = await sessions.attach(loggedIn, sessid, outlet);
      if (bound === 'inUse') return 'sessionInUse';
      return bound === 'full' ? 'tooManyLogins' : bound.session;
    },
    async answer(session, request) {
      const { method, params } = request;
      if (isPhoneMethod(method)) return telephones.answer(session, request);
      if (!isDoorMethod(method)) return wireError('methodUnknown');
      const answer = await requests[method](desk, session, params);
      // Who has just signed in can be rung by the time he hears of it.
      if (method === 'jsapi') await telephones.open(session);
      return answer;
    },
    takeUp(session) {
      void telephones.open(session);
      return telephones.back(session);
    },
    lost(session, outlet) {
      if (sessions.detach(session, outlet)) telephones.lost(session);
    },
    noLongerStranger: (connection) => strangers.delete(connection),
    gone: (connection) => connections.delete(connection),
  };
  const beats = setInterval(() => {
    const nowMs = Date.now();
    for (const connection of connections) connection.beat(nowMs);
  }, limits.vertoHeartbeatMs);
  return {
    maxFrameBytes: limits.vertoMaxFrameBytes,
    accept(socket, { address }) {
      const connection = new VertoConnection(socket, address, context);
      connections.add(connection);
      strangers.add(connection);
      if (strangers.size <= limits.vertoStrangersMax) return;
      // Who means to sign in does so at once: the one who has not for longest makes room.
      const [idlest] = strangers;
      if (idlest === undefined) return;
      strangers.delete(idlest);
      idlest.punt('too many who have not signed in');
    },
    routes: restRoutes({ desk, sessions, tokens, sipDomain }),
    counters: () => ({ connections: connections.size, sessions: sessions.size }),
    close() {
      clearInterval(beats);
      for (const connection of connections) connection.close(1001, 'shutdown');
      sessions.close();
      void telephones.stop();
    },
  };
}
