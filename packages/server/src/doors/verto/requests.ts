// What the door answers itself: one function per method of the dialect; a missing one does not compile.
import { vertoMethods, type VertoMethod } from '@cordboard/contract/dialects/verto';
import type { Core } from '../../core.ts';
import { runFunction } from './center/run.ts';
import { channelOf } from './channels.ts';
import { wireError, type Answer, type Fields } from './frame.ts';
import type { VertoLimits } from './limits.ts';
import type { VertoSession } from './session.ts';

/** What requests may use of the door. */
export type Desk = {
  readonly core: Core;
  readonly limits: VertoLimits;
  sessionsOf(tenantId: string): Iterable<VertoSession>;
};

type DoorMethod = {
  [M in VertoMethod]: (typeof vertoMethods)[M]['answeredBy'] extends 'door' ? M : never;
}[VertoMethod];
type Handler = (desk: Desk, session: VertoSession, params: Fields) => Answer | Promise<Answer>;

const pong: Handler = (_desk, { authenticated }) => ({
  result: { message: 'PONG', 'auth-expires': Math.floor(authenticated.expiresAt / 1_000) },
});

export const requests: Readonly<Record<Exclude<DoorMethod, 'login'>, Handler>> = {
  echo: (_desk, _session, params) => ({ result: params }),
  jsapi: async (desk, session, { command, data }) => {
    if (command !== 'lua') return wireError('permissionDenied');
    return { result: await runFunction(desk, session.presence, session, data) };
  },
  'verto.subscribe': ({ core, limits }, session, params) => {
    const names = channelNames(params, limits);
    if (names === null) return wireError('channelMissing');
    const subscribedChannels: string[] = [];
    const alreadySubscribedChannels: string[] = [];
    const unauthorizedChannels: string[] = [];
    for (const name of names) {
      const channel = channelOf(core, session.authenticated, name);
      const isFull = session.channels.length >= limits.vertoMaxChannels && !session.channels.includes(name);
      if (channel === null || isFull) unauthorizedChannels.push(name);
      else {
        if (session.subscribe(channel) === 'already') alreadySubscribedChannels.push(name);
        // Listed here even so: by this alone stock clients know that their handler may be called.
        subscribedChannels.push(name);
      }
    }
    if (subscribedChannels.length === 0) return wireError('channelsForbidden', { unauthorizedChannels });
    return { result: { subscribedChannels, ...unlessEmpty({ alreadySubscribedChannels, unauthorizedChannels }) } };
  },
  'verto.unsubscribe': ({ limits }, session, params) => {
    const names = channelNames(params, limits);
    if (names === null) return wireError('channelMissing');
    const unsubscribedChannels = names.filter((name) => session.unsubscribe(name));
    const notSubscribedChannels = names.filter((name) => !unsubscribedChannels.includes(name));
    if (unsubscribedChannels.length === 0) return wireError('channelsUnknown', { notSubscribedChannels });
    return { result: { unsubscribedChannels, ...unlessEmpty({ notSubscribedChannels }) } };
  },
  'verto.broadcast': ({ limits, sessionsOf }, session, { eventChannel, data }) => {
    const { session: who, person } = session.authenticated;
    const name = typeof eventChannel === 'string' ? eventChannel : '';
    const fits = name.length <= limits.vertoMaxChannelCharacters && /^app(\.|$)/.test(name);
    const isSmall = JSON.stringify(data ?? null).length <= limits.vertoMaxBroadcastBytes;
    // mod_verto tells a refusal as a result, and its clients look for it there.
    if (who.rank === 'agent' || !fits || !isSmall) return { result: { message: 'Permission Denied.', code: -32002 } };
    const from = { userid: who.agentId, sessid: session.sessid, fromDisplay: person.name };
    for (const other of sessionsOf(who.tenantId)) other.broadcast(name, { data: data ?? null, ...from });
    return { result: {} };
  },
  'verto.ping': pong,
  'Uas.Ping': pong,
};

export const isDoorMethod = (name: string): name is keyof typeof requests => Object.hasOwn(requests, name);

export const isPhoneMethod = (name: string): boolean =>
  Object.hasOwn(vertoMethods, name) && vertoMethods[name as VertoMethod].answeredBy === 'phone';

/** One name or several; null: none, too many, or no names. */
function channelNames({ eventChannel }: Fields, limits: VertoLimits): readonly string[] | null {
  const names: readonly unknown[] = Array.isArray(eventChannel) ? eventChannel : [eventChannel];
  const fit = names.every(
    (name) => typeof name === 'string' && name !== '' && name.length <= limits.vertoMaxChannelCharacters,
  );
  return fit && names.length > 0 && names.length <= limits.vertoMaxChannels ? [...new Set(names as string[])] : null;
}

const unlessEmpty = (lists: Readonly<Record<string, readonly string[]>>): Fields =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
