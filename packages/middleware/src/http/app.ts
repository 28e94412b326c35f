// The HTTP side: routes, compression both ways, errors in the caller's language, and what is refused before a route sees it.
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { fastify, type FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { softphoneSubProtocol } from '@cordboard/contract/dialects/ncc';
import { SettingError, type Log } from '@cordboard/server/parts';
import { limits } from '../limits.ts';
import type { Settings } from '../settings/settings.ts';
import type { Softphones } from '../softphone/softphones.ts';
import { addControlRoutes, type ControlParts } from './control.routes.ts';
import { addDocumentRoutes, type DocumentParts } from './document.routes.ts';
import { serveEvents } from './event-socket.ts';
import { addEventRoutes, type EventParts } from './events.routes.ts';
import { addLoginRoutes, type LoginParts } from './login.routes.ts';
import { problemHandler } from './problem.ts';
import { acceptSockets } from './sockets.ts';

export type HttpParts = LoginParts &
  EventParts &
  ControlParts &
  DocumentParts & {
    readonly softphones: Softphones;
    readonly log: Log;
  };

export type HttpSide = {
  /** Where it can be reached: `http://127.0.0.1:9595`. */
  readonly url: string;
  close(): Promise<void>;
};

/** @throws SettingError when the address cannot be listened on. */
export async function openHttp(settings: Settings['http'], parts: HttpParts): Promise<HttpSide> {
  const app = createApp(settings);
  await app.register(cookie);
  await app.register(compress, {
    encodings: ['br', 'gzip', 'deflate'],
    requestEncodings: ['br', 'gzip', 'deflate'],
    threshold: 1_024,
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.setErrorHandler(problemHandler(parts.log, settings.strictCodes));
  addLoginRoutes(app, parts);
  addEventRoutes(app, parts);
  addControlRoutes(app, parts);
  addDocumentRoutes(app, parts);
  app.server.maxConnections = limits.httpMaxConnections;
  const endSockets = acceptSockets(
    app.server,
    {
      '/api/v1/events/socket': {
        serve: (socket, { login }) => serveEvents(socket, parts.mailboxes.of(login)),
      },
      '/api/v1/softphone': {
        subProtocol: softphoneSubProtocol,
        serve: (socket, { login }) => parts.softphones.add(login, socket),
      },
    },
    { ...parts, allowedOrigins: settings.allowedOrigins },
  );
  try {
    const url = await app.listen({ host: settings.host, port: settings.port });
    return {
      url,
      close: async () => {
        endSockets();
        await app.close();
      },
    };
  } catch (error) {
    throw new SettingError(
      'http.port',
      `cannot listen on ${settings.host}:${settings.port}: ${(error as Error).message}`,
    );
  }
}

function createApp({ tls, trustedProxies }: Settings['http']): FastifyInstance {
  const files = tls.key === undefined || tls.cert === undefined ? null : { key: read(tls.key), cert: read(tls.cert) };
  const checking = {
    connectionsCheckingInterval: limits.httpCheckMs,
    // Node looks at neither while the one for headers is the longer.
    headersTimeout: limits.httpRequestTimeoutMs,
    requestTimeout: limits.httpRequestTimeoutMs,
  };
  return fastify({
    // Fastify sees an HTTPS server as another type of the same shape.
    ...(files === null ? { http: checking } : { https: { ...files, ...checking } }),
    bodyLimit: limits.httpMaxBodyBytes,
    // A body that drips in is cut (slow bodies), and so are headers.
    requestTimeout: limits.httpRequestTimeoutMs,
    connectionTimeout: 2 * limits.eventsMaxWaitSeconds * 1_000,
    keepAliveTimeout: limits.httpKeepAliveMs,
    forceCloseConnections: true,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    // HEAD would take events away and show them to nobody.
    exposeHeadRoutes: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    logger: false,
  });
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SettingError('http.tls', `${file} cannot be read: ${(error as Error).message}`);
  }
}
