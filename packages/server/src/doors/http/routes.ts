// Requests that another door answers: read here as JSON or a form, answered as JSON, shared with pages of allowed origins.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpRoute } from '../../http-route.ts';
import { mayConnect } from './origin.ts';
import { peerOf } from './peer.ts';
import type { HttpDoorSettings } from './ports.ts';

/** A page of an allowed origin may read the answer; without an origin it is no page. */
export function shareWith(request: FastifyRequest, reply: FastifyReply, settings: HttpDoorSettings): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (!mayConnect(origin, host, peerOf(request.raw, settings.trustedProxies).secure, settings)) return false;
  reply.header('access-control-allow-origin', origin).header('vary', 'Origin');
  reply.header('cross-origin-resource-policy', 'cross-origin');
  return true;
}

export function addRoutes(server: FastifyInstance, settings: HttpDoorSettings, routes: readonly HttpRoute[]): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, text: string, done) => done(null, Object.fromEntries(new URLSearchParams(text))),
  );
  for (const route of routes) addRoute(server, settings, route);
}

function addRoute(server: FastifyInstance, settings: HttpDoorSettings, route: HttpRoute): void {
  server.options(route.path, (request, reply) => {
    shareWith(request, reply, settings);
    return reply
      .header('access-control-allow-methods', route.method)
      .header('access-control-allow-headers', route.headers.join(', '))
      .header('access-control-max-age', '600')
      .code(204)
      .send();
  });
  server.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      // A page of another origin that may not read the answer may not cause it either: some requests are sent unasked (no preflight).
      if (!shareWith(request, reply, settings)) return reply.code(403).send({ error: 'notPermitted' });
      const { address } = peerOf(request.raw, settings.trustedProxies);
      const { params, query, body, headers } = request;
      const answer = await route.answer({
        params: params as Readonly<Record<string, string>>,
        query: query as Readonly<Record<string, unknown>>,
        body,
        headers,
        address,
      });
      return reply.header('cache-control', 'no-store').code(answer.status).send(answer.body);
    },
  });
}
