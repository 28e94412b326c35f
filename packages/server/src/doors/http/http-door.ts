// The HTTP door: the bar's page, health, metrics, recordings, and the upgrades to the doors that speak over WebSockets.
import { timingSafeEqual, createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { limits } from '../../limits.ts';
import { listenError } from '../../listen-error.ts';
import { isLocal } from './peer.ts';
import type { HttpDoorPorts, HttpDoorSettings, Part } from './ports.ts';
import { addRecordings } from './recordings.ts';
import { addRoutes } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { createUpgrades } from './upgrades.ts';
import type { Upgrades } from './upgrades.ts';

export type HttpDoor = {
  /**
   * @returns where it listens.
   * @throws SettingError when the port is taken or the address is not this machine's.
   */
  listen(): Promise<{ readonly port: number; readonly url: string }>;
  counters(): { readonly open: number; readonly refused: number };
  close(): Promise<void>;
};

export function createHttpDoor(settings: HttpDoorSettings, ports: HttpDoorPorts): HttpDoor {
  const server = createServer(settings);
  const upgrades = createUpgrades(settings, ports);
  server.server.maxConnections = limits.httpMaxConnections;
  server.server.on('upgrade', upgrades.handle);
  addHeaders(server, settings);
  addHealth(server, settings, ports);
  addMetrics(server, settings, ports);
  addPage(server, settings.pageFolder);
  for (const [name, file] of Object.entries(settings.scripts)) addScript(server, name, file);
  addRecordings(server, settings, ports);
  addRoutes(server, settings, ports.routes);
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'notFound' }));
  server.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) ports.log.error({ err: error }, 'http answer failed');
    return reply.code(status).send({ error: status >= 500 ? 'internal' : 'badRequest' });
  });
  return {
    listen: () => listen(server, settings),
    counters: upgrades.counters,
    close: () => close(server, upgrades),
  };
}

function createServer(settings: HttpDoorSettings): FastifyInstance {
  const options = {
    bodyLimit: limits.httpMaxBodyBytes,
    requestTimeout: limits.httpRequestTimeoutMs,
    connectionTimeout: limits.httpConnectionTimeoutMs,
    keepAliveTimeout: limits.httpKeepAliveMs,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 128 },
  } as const;
  const http = {
    maxHeaderSize: limits.httpMaxHeaderBytes,
    // Node looks at neither while the one for headers is the longer.
    headersTimeout: limits.httpRequestTimeoutMs,
    requestTimeout: limits.httpRequestTimeoutMs,
  };
  if (settings.tls === undefined) return fastify({ ...options, http });
  return fastify({ ...options, https: { ...http, ...settings.tls } });
}

function addHeaders(server: FastifyInstance, settings: HttpDoorSettings): void {
  const secure = settings.tls !== undefined || settings.publicUrl?.startsWith('https:') === true;
  const headers = securityHeaders({ secure, allowedOrigins: settings.allowedOrigins });
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
}

const lateAnswer: Readonly<Record<string, Part>> = { health: { ok: false, detail: 'no answer in time' } };

async function within<T>(work: Promise<T> | T, ms: number, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** 200 when calls can be handled, 503 when not. Details are for this machine only: they may name hosts. */
function addHealth(server: FastifyInstance, settings: HttpDoorSettings, ports: HttpDoorPorts): void {
  server.get('/healthz', async (request, reply) => {
    const parts = await within(ports.health(), limits.healthTimeoutMs, lateAnswer);
    const ok = Object.values(parts).every((part) => part.ok);
    const local = isLocal(request.raw, settings.trustedProxies);
    const shown = Object.entries(parts).map(([name, part]) => [name, local ? part : { ok: part.ok }]);
    reply.header('cache-control', 'no-store').code(ok ? 200 : 503);
    return { ok, ...Object.fromEntries(shown) };
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function addMetrics(server: FastifyInstance, settings: HttpDoorSettings, ports: HttpDoorPorts): void {
  const wanted = settings.metricsToken === undefined ? null : digest(`Bearer ${settings.metricsToken}`);
  server.get('/metrics', async (request, reply) => {
    const given = digest(request.headers.authorization ?? '');
    const local = isLocal(request.raw, settings.trustedProxies);
    if (!local && (wanted === null || !timingSafeEqual(given, wanted))) {
      return reply.code(403).send({ error: 'notPermitted' });
    }
    const { contentType, text } = await ports.metrics();
    return reply.header('content-type', contentType).send(text);
  });
}

function addPage(server: FastifyInstance, folder: string): void {
  const built = existsSync(join(folder, 'index.html'));
  void server.register(fastifyStatic, {
    root: folder,
    serve: built,
    index: 'index.html',
    dotfiles: 'deny',
    cacheControl: false,
    setHeaders: (reply, path) => {
      if (!path.startsWith(folder)) return;
      // Names under assets/ carry a hash of their content.
      const cached = /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      reply.setHeader('cache-control', cached);
    },
  });
  if (built) return;
  server.get('/', (_request, reply) =>
    reply.code(503).type('text/plain').send('The page is not built: npm run build\n'),
  );
}

/** Pages of other origins load it, too: it has no secret, and what it may then connect to is checked there. */
function addScript(server: FastifyInstance, name: string, file: string): void {
  server.get(`/${name}`, async (_request, reply) => {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) return reply.code(503).type('text/plain').send('The script is not built: npm run build\n');
    const headers = {
      'cache-control': 'no-cache',
      'cross-origin-resource-policy': 'cross-origin',
      // Modules are fetched with CORS, whatever they are.
      'access-control-allow-origin': '*',
    };
    return reply.headers(headers).type('text/javascript; charset=utf-8').send(text);
  });
}

async function listen(server: FastifyInstance, settings: HttpDoorSettings): Promise<{ port: number; url: string }> {
  try {
    await server.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    throw listenError(error, 'http', settings);
  }
  const { port } = server.server.address() as AddressInfo;
  const shown = settings.host === '0.0.0.0' || settings.host === '::' ? 'localhost' : settings.host;
  const host = shown.includes(':') ? `[${shown}]` : shown;
  return { port, url: settings.publicUrl ?? `${settings.tls === undefined ? 'http' : 'https'}://${host}:${port}/` };
}

async function close(server: FastifyInstance, upgrades: Upgrades): Promise<void> {
  upgrades.close();
  await within(server.close(), limits.httpDrainMs, undefined);
}
