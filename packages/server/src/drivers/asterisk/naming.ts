// What we call things at Asterisk, so that a later life of ours finds out of their names what they are for.
import { createHash, randomUUID } from 'node:crypto';
import type { CallId, ConnectionId, DeviceId } from '@cordboard/domain';
import type { BrowserPhone } from '../browser-phones.ts';

const short = (): string => randomUUID().slice(0, 8);

/** Of a bridge: whose it is, and which of the call's (`key` as in the arrangement). */
export const bridgeName = (callId: CallId, key: string): string => `cordboard ${callId} ${key}`;

export function readBridgeName(name: string): { readonly callId: CallId; readonly key: string } | null {
  const [, callId, key] = /^cordboard (\S+) (.+)$/u.exec(name) ?? [];
  return callId === undefined || key === undefined ? null : { callId: callId as CallId, key };
}

const digits = (text: string, count: number): string => createHash('sha256').update(text).digest('hex').slice(0, count);

/** By which the endpoints of two Cordboards at one Asterisk are told apart. */
export const appMark = (app: string): string => digits(app, 4);

/**
 * Of the endpoint that is the telephone in a session's page. Of the session, not of the device alone: whoever has
 * registered in an earlier session is at no place where he could be called in a later one. The same for a session
 * whose page comes back after a restart of ours.
 */
export const browserName = (app: string, { deviceId, sessionId }: BrowserPhone): string =>
  `${deviceId}~${appMark(app)}${digits(sessionId, 16)}`;

/** @returns null: it is not such a one. */
export function readBrowserName(
  name: string,
): { readonly name: string; readonly deviceId: DeviceId; readonly appMark: string } | null {
  const [, deviceId, mark] = /^(.+)~([0-9a-f]{4})[0-9a-f]{16}$/su.exec(name) ?? [];
  return deviceId === undefined || mark === undefined ? null : { name, deviceId: deviceId as DeviceId, appMark: mark };
}

/** Whose telephone an endpoint is, on his desk or in his browser. */
export const deviceOfEndpoint = (endpoint: string): DeviceId =>
  readBrowserName(endpoint)?.deviceId ?? (endpoint as DeviceId);

/** Of a channel that carries what another one says into a bridge. */
export const snoopName = (source: ConnectionId): string => `snoop-${short()}-${source}`;

export const readSnoopName = (id: string): ConnectionId | null =>
  (/^snoop-[0-9a-f]{8}-(.+)$/u.exec(id)?.[1] as ConnectionId | undefined) ?? null;

/** The variable by which a channel says whose it is (`channelvars` in ari.conf). */
export const CALL_VARIABLE = 'CORDBOARD_CALL';

export const callMark = (app: string, callId: CallId): string => `${app} ${callId}`;

export const callOfMark = (variables: Readonly<Record<string, string>> | undefined): CallId =>
  (variables?.[CALL_VARIABLE]?.split(' ').at(-1) ?? '') as CallId;
