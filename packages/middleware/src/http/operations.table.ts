// The operations of the HTTP side, as its OpenAPI document tells of them.
import { z } from 'zod';
import { nccCommands } from '@cordboard/contract/dialects/ncc';
import { eventsQuery, loginBody } from './bodies.ts';

export type Operation = {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly needsSession: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** By status: what it means. */
  readonly answers: Readonly<Record<string, string>>;
};

const relayed = Object.entries(nccCommands).filter(([, row]) => row.relayed);
const control = z.union(
  relayed.map(([name, row]) =>
    z.object({ name: z.literal(name), ...(row.fields as z.ZodObject).shape }).meta({ title: name, description: row.does }),
  ),
);

export const operations: readonly Operation[] = [
  {
    method: 'post', path: '/api/v1/login', needsSession: false, body: loginBody,
    summary: 'Logs in; the token goes along with everything else, as cookie or as `Authorization: Bearer`.',
    answers: { 200: '{login, token, expiresAt}, and the cookie cordboard_session', 400: 'not in the right format', 401: 'login or password is wrong', 429: 'too many failed logins; Retry-After says when again', 500: 'the telephone system does not know the user or is away, or the database is' },
  },
  {
    method: 'post', path: '/api/v1/logout', needsSession: true,
    summary: 'Ends the session; with the last one of a user the events that wait for him are let go.',
    answers: { 204: 'done', 401: 'no session' },
  },
  {
    method: 'get', path: '/api/v1/events', needsSession: true, query: eventsQuery,
    summary: 'What happened at the telephone of the user, in order, each event once.',
    answers: { 200: 'the oldest event as an object, or with `max` an array; X-Event-Id is the id of the last', 204: 'nothing happened', 401: 'no session', 500: 'something went wrong here' },
  },
  {
    method: 'get', path: '/api/v1/events/stream', needsSession: true,
    summary: 'The same events as Server-Sent Events.',
    answers: { 200: 'text/event-stream', 401: 'no session', 429: 'too many streams' },
  },
  {
    method: 'get', path: '/api/v1/events/socket', needsSession: true,
    summary: 'The same events over a WebSocket: {id, event}; each is kept until {"ack": id}.',
    answers: { 101: 'the WebSocket', 401: 'no session', 403: 'a page from elsewhere', 429: 'too many streams' },
  },
  {
    method: 'get', path: '/api/v1/softphone', needsSession: true,
    summary: 'A WebSocket in the words of the vendor’s SoftPhone library, version 10 (sub-protocol nauphone-softphone-protocol).',
    answers: { 101: 'the WebSocket', 401: 'no session', 403: 'a page from elsewhere', 429: 'too many streams' },
  },
  {
    method: 'post', path: '/api/v1/control', needsSession: true, body: control,
    summary: 'A command of the CTI API for the telephone of the user.',
    answers: { 200: 'Ok, or the data asked for', 400: 'no such command, or a field is wrong', 401: 'no session', 403: "not allowed: another user's call or telephone", 429: 'too much at once', 500: 'refused by the telephone system, with its reason; or it is away' },
  },
  {
    method: 'get', path: '/api/v1/calls', needsSession: true,
    summary: 'The calls of the user, as far as they are known.',
    answers: { 200: 'an array of calls', 401: 'no session', 500: 'the telephone system is away' },
  },
  {
    method: 'get', path: '/healthz', needsSession: false,
    summary: 'How the middleware is.',
    answers: { 200: 'well', 503: 'the database or the telephone system is away' },
  },
];
