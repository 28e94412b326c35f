// The functions of the call centre over HTTP, as XSwitch has them: a token for a password, then one request per function.
import type { Authenticated } from '../../core.ts';
import type { HttpAnswer, HttpAsked, HttpRoute } from '../../http-route.ts';
import { callFunction } from './center/run.ts';
import type { ExtensionTokens } from './extension-tokens.ts';
import { isFields, type Fields } from './frame.ts';
import type { Desk } from './requests.ts';
import type { Presence } from './presence.ts';
import type { Sessions } from './sessions.ts';

export type RestParts = {
  readonly desk: Desk;
  readonly sessions: Sessions;
  readonly tokens: ExtensionTokens;
  /** The domain that telephones register in. */
  readonly sipDomain: string;
};

const tokenHeader = 'x-xtra-auth-id';

const failed = (status: number, message: string, reason: string): HttpAnswer => ({
  status,
  body: { code: status, message, reason },
});
const denied = failed(403, 'error', 'Login, password or token is wrong, or has expired.');
const unavailable = failed(500, 'error', 'Too many attempts, or accounts are out of reach: try again later.');

const headerOf = ({ headers }: HttpAsked, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};
const textIn = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
};
const fieldsOf = ({ body }: HttpAsked): Fields => (isFields(body) ? body : {});

export function restRoutes(parts: RestParts): readonly HttpRoute[] {
  const workers = new RestWorkers(parts);
  return [
    { method: 'POST', path: '/api/sessions', headers: ['content-type'], answer: (asked) => signIn(parts, asked) },
    {
      method: 'POST',
      path: '/api/xcc/sessions/getExtnToken',
      headers: ['content-type', 'token'],
      answer: (asked) => extensionToken(parts, asked),
    },
    {
      method: 'POST',
      path: '/api/cc/ccc/:func',
      headers: ['content-type', tokenHeader],
      answer: (asked) =>
        workers.run(asked, asked.params['func'] ?? '', asked.body ?? {}, ({ code, ...body }) => ({
          status: code,
          body: { code, ...body },
        })),
    },
    {
      method: 'GET',
      path: '/api/cc/agent_state',
      headers: [tokenHeader],
      answer: (asked) =>
        workers.run(asked, 'ccAgentState', asked.query, ({ code, ...body }) =>
          code === 200 ? { status: 200, body: body['message'] } : { status: code, body: { code, ...body } },
        ),
    },
  ];
}

async function signIn({ desk: { core } }: RestParts, asked: HttpAsked): Promise<HttpAnswer> {
  const fields = fieldsOf(asked);
  const [login, password] = [textIn(fields, 'login'), textIn(fields, 'password')];
  const at = login.lastIndexOf('@');
  const domain = at > 0 ? login.slice(at + 1) : textIn(fields, 'domain');
  const place = domain === '' ? {} : { tenantId: core.tenantOf(domain) ?? '' };
  const credentials = { login: at > 0 ? login.slice(0, at) : login, password, ...place };
  const outcome = await core.authenticate(credentials, asked.address);
  if ('refused' in outcome) return outcome.refused === 'limitReached' ? unavailable : denied;
  const { token, expiresAt, session, person } = outcome;
  const expires = Math.floor(expiresAt / 1_000);
  const body = { code: 200, token, expires, user_id: session.agentId, extn: '', name: person.name };
  return { status: 200, body: { ...body, currentAuthority: session.rank === 'agent' ? 'user' : session.rank } };
}

async function extensionToken({ desk: { core }, tokens, sipDomain }: RestParts, asked: HttpAsked): Promise<HttpAnswer> {
  const userToken = headerOf(asked, 'token') || headerOf(asked, tokenHeader);
  const outcome = await core.authenticateToken(userToken, asked.address);
  if ('refused' in outcome) return denied;
  const extn = textIn(fieldsOf(asked), 'extn');
  if (!/^[\w*#+-]{1,32}$/.test(extn)) return failed(422, 'error', 'extn is missing, or no extension.');
  const token = tokens.issue({ userToken, extn, expiresAt: outcome.expiresAt });
  return { status: 200, body: { code: 200, extn_id: extn, token, domain: sipDomain } };
}

/** Somebody who works by requests alone is here for as long as he is signed in and his token lasts. */
class RestWorkers {
  readonly #parts: RestParts;
  readonly #holding = new Map<Presence, { readonly holder: object; timer: NodeJS.Timeout }>();

  constructor(parts: RestParts) {
    this.#parts = parts;
  }

  async run(
    asked: HttpAsked,
    func: string,
    args: unknown,
    shown: (outcome: Fields & { readonly code: number }) => HttpAnswer,
  ): Promise<HttpAnswer> {
    const { desk, sessions, tokens } = this.#parts;
    const given = headerOf(asked, tokenHeader);
    const token = tokens.find(given)?.userToken ?? given;
    const outcome = await desk.core.authenticateToken(token, asked.address);
    if ('refused' in outcome) return outcome.refused === 'limitReached' ? unavailable : denied;
    const presence = sessions.presenceOf(outcome);
    await this.#hold(presence, outcome);
    const worker = this.#holding.get(presence)?.holder ?? presence;
    return shown(await callFunction(desk, presence, worker, func, args));
  }

  async #hold(presence: Presence, { expiresAt }: Authenticated): Promise<void> {
    const known = this.#holding.get(presence);
    if (known !== undefined) clearTimeout(known.timer);
    const holder = known?.holder ?? {};
    this.#holding.set(presence, { holder, timer: this.#timer(presence, expiresAt) });
    await presence.hold(holder);
  }

  #timer(presence: Presence, expiresAt: number): NodeJS.Timeout {
    const timer = setTimeout(() => this.#look(presence, expiresAt), this.#parts.desk.limits.vertoRestIdleMs);
    timer.unref();
    return timer;
  }

  /** Whoever is not at work needs nobody to be here for him. */
  #look(presence: Presence, expiresAt: number): void {
    const known = this.#holding.get(presence);
    if (known === undefined) return;
    const isAtWork = (presence.desk.agent?.state ?? 'null') !== 'null';
    if (isAtWork && Date.now() < expiresAt) known.timer = this.#timer(presence, expiresAt);
    else {
      this.#holding.delete(presence);
      presence.letGo(known.holder);
    }
  }
}
