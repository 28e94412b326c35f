// Recordings over HTTP: for people who have signed in, by the token of their session, in whole or in ranges.
import { basename } from 'node:path';
import { recordingsPath } from '@cordboard/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { peerOf } from './peer.ts';
import type { HttpDoorPorts, HttpDoorSettings } from './ports.ts';
import { shareWith } from './routes.ts';

const recordingId = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}$/;
/** As the index writes them; whatever else lies in the data folder is not to be had here. */
const recordingPath = /^recordings\/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/){0,8}[A-Za-z0-9_-][A-Za-z0-9_.-]*\.wav$/;

const tokenOf = (header: string | undefined): string | null =>
  /^Bearer ([!-~]{1,512})$/i.exec(header ?? '')?.[1] ?? null;

/** A page of an allowed origin may read the answer, and how much of it this is. */
function share(request: FastifyRequest, reply: FastifyReply, settings: HttpDoorSettings): void {
  shareWith(request, reply, settings);
  reply.header('access-control-expose-headers', 'Content-Range, Content-Length');
}

export function addRecordings(server: FastifyInstance, settings: HttpDoorSettings, ports: HttpDoorPorts): void {
  server.options(`${recordingsPath}:id`, (request, reply) => {
    share(request, reply, settings);
    return reply
      .header('access-control-allow-methods', 'GET')
      .header('access-control-allow-headers', 'Authorization, Range')
      .header('access-control-max-age', '600')
      .code(204)
      .send();
  });
  server.get<{ Params: { id: string } }>(`${recordingsPath}:id`, async (request, reply) => {
    share(request, reply, settings);
    const { address } = peerOf(request.raw, settings.trustedProxies);
    const token = tokenOf(request.headers.authorization);
    const person = token === null ? null : await ports.authenticateToken(token, address);
    if (person === null || 'refused' in person) {
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'notAuthenticated' });
    }
    const found = recordingId.test(request.params.id)
      ? await ports.findRecording(person.session, request.params.id)
      : null;
    // What one may not hear does not exist: the answer tells nothing about other people's calls.
    if (found === null || 'refused' in found || !recordingPath.test(found.path)) {
      return reply.code(404).send({ error: 'notFound' });
    }
    reply.header('cache-control', 'private, no-store');
    reply.header('content-disposition', `attachment; filename="${basename(found.path)}"`);
    return reply.sendFile(found.path, settings.recordingsFolder, { cacheControl: false, maxAge: 0, dotfiles: 'deny' });
  });
}
