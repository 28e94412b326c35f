// Signing in: by password, by the token of a person, or by the token of an extension (seed 001; mod_verto `login`).
import type { WireErrorName } from '@cordboard/contract/dialects/verto';
import type { Refusal } from '@cordboard/domain';
import type { Authenticated, Core } from '../../core.ts';
import type { ExtensionTokens } from './extension-tokens.ts';
import { isFields, type Fields } from './frame.ts';

export type LoggedIn = {
  readonly authenticated: Authenticated;
  /** The extension that is to be this client's telephone; null: it is none. */
  readonly phone: string | null;
};

const maxCharacters = 512;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxCharacters;

/** The first login of stock clients: they want to hear that they have to sign in (mod_verto: -32000). */
export const isEmpty = ({ login, passwd, loginParams }: Fields): boolean =>
  login === undefined && passwd === undefined && (loginParams === undefined || !hasToken(loginParams));

const hasToken = (loginParams: unknown): boolean => isFields(loginParams) && loginParams['xui_sessid'] !== undefined;

function errorOf({ refused }: Refusal, byToken: boolean): WireErrorName {
  if (refused === 'limitReached') return 'tooManyLogins';
  if (refused === 'agentDisabled') return 'disabledUser';
  return byToken ? 'expiredToken' : 'wrongCredentials';
}

/** Whose login this is: `user@domain`, or `user` of the only tenant. */
function partsOf(login: string, core: Core): { readonly user: string; readonly tenantId: string | null | undefined } {
  const at = login.lastIndexOf('@');
  if (at <= 0) return { user: login, tenantId: undefined };
  return { user: login.slice(0, at), tenantId: core.tenantOf(login.slice(at + 1)) };
}

/** @returns who it is, or the name of the error; a refusal does not tell who exists. */
export async function logIn(
  core: Core,
  tokens: ExtensionTokens,
  { login, passwd, loginParams }: Fields,
  address: string,
): Promise<LoggedIn | WireErrorName> {
  if (login === undefined) return 'missingParams';
  if (!isText(login) || login === '') return 'improperCredentials';
  if (loginParams !== undefined && !isFields(loginParams)) return 'improperCredentials';
  const { xui_sessid: token, phone } = loginParams ?? {};
  const wanted = isText(phone) && phone !== '' ? phone : null;
  if (token === undefined || token === '') return byPassword(core, login, passwd, wanted, address);
  if (!isText(token)) return 'improperCredentials';
  const extension = tokens.find(token);
  const outcome = await core.authenticateToken(extension?.userToken ?? token, address);
  if ('refused' in outcome) return errorOf(outcome, true);
  const { user, tenantId } = partsOf(login, core);
  const { session } = outcome;
  if (tenantId === null || (tenantId ?? session.tenantId) !== session.tenantId) return 'otherUser';
  const isHimself = user === session.agentId || (await core.agentByLogin(session.tenantId, user)) === session.agentId;
  if (!isHimself && user !== extension?.extn) return 'otherUser';
  return { authenticated: outcome, phone: extension?.extn ?? wanted };
}

async function byPassword(
  core: Core,
  login: string,
  passwd: unknown,
  phone: string | null,
  address: string,
): Promise<LoggedIn | WireErrorName> {
  if (passwd === undefined || passwd === '') return 'missingPassword';
  if (!isText(passwd)) return 'improperCredentials';
  const { user, tenantId } = partsOf(login, core);
  // A domain that does not exist is as good as a wrong password, and takes as long.
  const place = tenantId === undefined ? {} : { tenantId: tenantId ?? '' };
  const outcome = await core.authenticate({ login: user, password: passwd, ...place }, address);
  if ('refused' in outcome) return errorOf(outcome, false);
  return { authenticated: outcome, phone };
}
