// In and out: POST /api/v1/login, POST /api/v1/logout (seed 004).
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Audit } from '../storage/audit.ts';
import type { Login } from '../users/login.ts';
import type { Sessions } from '../users/sessions.ts';
import { callerOf, cookieName } from './caller.ts';
import { loginBody } from './bodies.ts';
import { Problem } from './problem.ts';

export type LoginParts = { readonly login: Login; readonly sessions: Sessions; readonly audit: Audit };

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/api', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const;

export function addLoginRoutes(app: FastifyInstance, { login, sessions, audit }: LoginParts): void {
  app.post('/api/v1/login', async (request, reply) => {
    const body = loginBody.safeParse(request.body);
    if (!body.success) throw new Problem('badFormat', 'login and password: texts that are not empty');
    const result = await login.attempt(body.data.login, body.data.password, request.ip);
    if ('refused' in result)
      throw new Problem(result.refused, '', result.refused === 'tooManyTries' ? result.retryAfterMs : null);
    const { token, session } = result;
    const expires = new Date(session.expiresAtMs);
    reply.setCookie(cookieName, token, { ...cookieOptions(request), expires });
    return { login: session.login, token, expiresAt: expires.toISOString() };
  });

  app.post('/api/v1/logout', async (request, reply) => {
    const session = callerOf(request, sessions);
    await sessions.end(session);
    audit.add({ login: session.login, address: request.ip, deed: 'logout', outcome: 'done', detail: {} });
    reply.clearCookie(cookieName, cookieOptions(request));
    return await reply.code(204).send();
  });
}
