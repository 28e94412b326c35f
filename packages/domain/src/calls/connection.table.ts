// What may become of one connection of a call (ECMA-269 §6.1.4): one row per transition, the first that fits counts.
import type { EventType } from '../event.ts';
import { machine } from '../machine.ts';
import type { Row } from '../machine.ts';
import type { Connection, ConnectionState } from './call.ts';

/** Lower case: asked by a person. `…Fact`: said by the switch. */
export type ConnectionInput =
  | 'originate'
  | 'offer'
  | 'alertingFact'
  | 'answeredFact'
  | 'answer'
  | 'reject'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'unmute'
  | 'sendDigits'
  | 'transfer'
  | 'grade'
  | 'clear';

export type ConnectionGuard = 'rings' | 'calledByUs' | 'offered' | 'newEarlyMedia' | 'heard' | 'muted';

export type ConnectionEmits = Extract<EventType, `call.${string}`>;

/** What the guards look at: the connection, and for an alerting fact whether audio comes with it. */
export type ConnectionContext = {
  readonly connection: Connection | null;
  readonly earlyMedia: boolean;
  /** The person's own `call.make` rings at his own phone: nothing to reject there. */
  readonly own: boolean;
};

export const connectionRows = [
  // from       input           guard            to           emits
  ['null',      'originate',    '-',             'initiated', 'call.originated'],
  ['null',      'offer',        '-',             'initiated', 'call.offered'],

  ['initiated', 'alertingFact', 'calledByUs',    'alerting',  'call.delivered'],
  ['alerting',  'alertingFact', 'newEarlyMedia', 'alerting',  'call.delivered'],

  ['initiated', 'answeredFact', '-',             'connected', 'call.established'],
  ['alerting',  'answeredFact', '-',             'connected', 'call.established'],

  ['initiated', 'answer',       'rings',         'initiated', '-'],
  ['alerting',  'answer',       'rings',         'alerting',  '-'],
  ['initiated', 'reject',       'offered',       'null',      'call.connectionCleared'],
  ['alerting',  'reject',       'offered',       'null',      'call.connectionCleared'],

  ['connected', 'hold',         '-',             'hold',      'call.held'],
  ['hold',      'retrieve',     '-',             'connected', 'call.retrieved'],

  ['connected', 'mute',         'heard',         'connected', 'call.muted'],
  ['connected', 'unmute',       'muted',         'connected', 'call.unmuted'],
  ['hold',      'unmute',       'muted',         'hold',      'call.unmuted'],

  ['connected', 'sendDigits',   '-',             'connected', '-'],

  ['connected', 'transfer',     '-',             'null',      'call.transferred'],
  ['hold',      'transfer',     '-',             'null',      'call.transferred'],

  ['connected', 'grade',        '-',             'null',      'call.connectionCleared'],
  ['hold',      'grade',        '-',             'null',      'call.connectionCleared'],

  ['initiated', 'clear',        '-',             'null',      'call.connectionCleared'],
  ['alerting',  'clear',        '-',             'null',      'call.connectionCleared'],
  ['connected', 'clear',        '-',             'null',      'call.connectionCleared'],
  ['hold',      'clear',        '-',             'null',      'call.connectionCleared'],
] as const satisfies readonly Row<ConnectionState, ConnectionInput, ConnectionGuard, ConnectionEmits>[];

export const connectionGuards: Readonly<Record<ConnectionGuard, (context: ConnectionContext) => boolean>> = {
  calledByUs: ({ connection }) => connection?.direction === 'out',
  rings: ({ connection }) => connection?.direction === 'out',
  offered: ({ connection, own }) => connection?.direction === 'out' && !own,
  newEarlyMedia: ({ connection, earlyMedia }) => earlyMedia && connection?.earlyMedia === false,
  heard: ({ connection }) => connection?.muted === false,
  muted: ({ connection }) => connection?.muted === true,
};

export const connectionMachine = machine<
  ConnectionState,
  ConnectionInput,
  ConnectionGuard,
  ConnectionEmits,
  ConnectionContext
>(connectionRows, connectionGuards);
