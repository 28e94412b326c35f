// Who asks: the session behind the token of a request, by header or by cookie.
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Session, Sessions } from '../users/sessions.ts';
import { Problem } from './problem.ts';

export const cookieName = 'cordboard_session';

type Headers = IncomingMessage['headers'];

const tokenOfHeader = (headers: Headers): string | null =>
  /^Bearer +([\w-]{1,128}) *$/iu.exec(headers.authorization ?? '')?.[1] ?? null;

const tokenOfCookie = (headers: Headers): string | null =>
  /(?:^|; *)cordboard_session=([\w-]{1,128})(?:;|$)/u.exec(headers.cookie ?? '')?.[1] ?? null;

/**
 * Whether the page that sends this, if it is a page, was served where it is sent, or is on the list: a cookie goes
 * along from every page of the same site, a header only from one that has the token.
 */
function isTrustedPage({ origin, host }: Headers, allowedOrigins: readonly string[]): boolean {
  if (origin === undefined || allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/** @returns the session, or what is wrong. */
export function sessionOf(
  headers: Headers,
  sessions: Sessions,
  allowedOrigins: readonly string[],
  nowMs: number,
): Session | Problem {
  const byHeader = headers.authorization !== undefined;
  const token = byHeader ? tokenOfHeader(headers) : tokenOfCookie(headers);
  const session = token === null ? null : sessions.find(token, nowMs);
  if (session === null) return new Problem('notSignedIn');
  return byHeader || isTrustedPage(headers, allowedOrigins) ? session : new Problem('foreignPage');
}

/** @throws Problem */
export function callerOf(request: FastifyRequest, sessions: Sessions): Session {
  // Over HTTP a page of another origin could not read the answer anyway.
  const found = sessionOf(request.headers, sessions, [], Date.now());
  if (found instanceof Problem) throw found;
  return found;
}
