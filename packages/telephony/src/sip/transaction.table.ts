// The four transaction machines of RFC 3261 §17 with the accepted state of RFC 6026, a row per state and input.

export type TransactionState = 'calling' | 'trying' | 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'terminated';

export type TransactionInput =
  | 'start' | 'request' | 'ack'
  | 'provisional' | 'success' | 'failure'
  | 'sendProvisional' | 'sendSuccess' | 'sendFailure'
  | 'fireA' | 'fireB' | 'fireD' | 'fireE' | 'fireF' | 'fireG' | 'fireH' | 'fireI' | 'fireJ' | 'fireK' | 'fireL' | 'fireM'
  | 'unreachable';

/** What a row has done: `send` the message at hand, `repeat` the last one sent, `tell` the user, start or stop a timer. */
export type TransactionAction =
  | 'send' | 'repeat' | 'ack' | 'tell' | 'tellTimeout' | 'tellUnreachable' | 'tellAck'
  | `start${'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M'}`
  | `stop${'A' | 'B' | 'E' | 'F' | 'G' | 'H'}`;

export type TransactionRow = readonly [
  from: TransactionState, input: TransactionInput, to: TransactionState, actions: readonly TransactionAction[],
];

/** RFC 3261 §17.1.1, RFC 6026 §7.2. */
export const inviteClient: readonly TransactionRow[] = [
  ['calling',    'start',       'calling',    ['send', 'startA', 'startB']],
  ['calling',    'fireA',       'calling',    ['repeat', 'startA']],
  ['calling',    'fireB',       'terminated', ['tellTimeout']],
  ['calling',    'provisional', 'proceeding', ['stopA', 'stopB', 'tell']],
  ['calling',    'success',     'accepted',   ['stopA', 'stopB', 'tell', 'startM']],
  ['calling',    'failure',     'completed',  ['stopA', 'stopB', 'ack', 'tell', 'startD']],
  ['calling',    'unreachable', 'terminated', ['tellUnreachable']],
  ['proceeding', 'provisional', 'proceeding', ['tell']],
  ['proceeding', 'success',     'accepted',   ['tell', 'startM']],
  ['proceeding', 'failure',     'completed',  ['ack', 'tell', 'startD']],
  ['proceeding', 'unreachable', 'terminated', ['tellUnreachable']],
  ['completed',  'failure',     'completed',  ['ack']],
  ['completed',  'fireD',       'terminated', []],
  ['completed',  'unreachable', 'terminated', []],
  ['accepted',   'success',     'accepted',   ['tell']],
  ['accepted',   'fireM',       'terminated', []],
];

/** RFC 3261 §17.1.2. */
export const otherClient: readonly TransactionRow[] = [
  ['trying',     'start',       'trying',     ['send', 'startE', 'startF']],
  ['trying',     'fireE',       'trying',     ['repeat', 'startE']],
  ['trying',     'fireF',       'terminated', ['tellTimeout']],
  ['trying',     'provisional', 'proceeding', ['tell']],
  ['trying',     'success',     'completed',  ['stopE', 'stopF', 'tell', 'startK']],
  ['trying',     'failure',     'completed',  ['stopE', 'stopF', 'tell', 'startK']],
  ['trying',     'unreachable', 'terminated', ['tellUnreachable']],
  ['proceeding', 'fireE',       'proceeding', ['repeat', 'startE']],
  ['proceeding', 'fireF',       'terminated', ['tellTimeout']],
  ['proceeding', 'provisional', 'proceeding', ['tell']],
  ['proceeding', 'success',     'completed',  ['stopE', 'stopF', 'tell', 'startK']],
  ['proceeding', 'failure',     'completed',  ['stopE', 'stopF', 'tell', 'startK']],
  ['proceeding', 'unreachable', 'terminated', ['tellUnreachable']],
  ['completed',  'fireK',       'terminated', []],
];

/** RFC 3261 §17.2.1, RFC 6026 §7.1. */
export const inviteServer: readonly TransactionRow[] = [
  ['proceeding', 'request',         'proceeding', ['repeat']],
  ['proceeding', 'sendProvisional', 'proceeding', ['send']],
  ['proceeding', 'sendSuccess',     'accepted',   ['send', 'startL']],
  ['proceeding', 'sendFailure',     'completed',  ['send', 'startG', 'startH']],
  ['proceeding', 'unreachable',     'terminated', ['tellUnreachable']],
  ['completed',  'request',         'completed',  ['repeat']],
  ['completed',  'fireG',           'completed',  ['repeat', 'startG']],
  ['completed',  'ack',             'confirmed',  ['stopG', 'stopH', 'startI']],
  ['completed',  'fireH',           'terminated', ['tellTimeout']],
  ['completed',  'unreachable',     'terminated', []],
  ['confirmed',  'fireI',           'terminated', []],
  ['accepted',   'sendSuccess',     'accepted',   ['send']],
  ['accepted',   'request',         'accepted',   []],
  ['accepted',   'ack',             'accepted',   ['tellAck']],
  ['accepted',   'fireL',           'terminated', []],
];

/** RFC 3261 §17.2.2. */
export const otherServer: readonly TransactionRow[] = [
  ['trying',     'sendProvisional', 'proceeding', ['send']],
  ['trying',     'sendSuccess',     'completed',  ['send', 'startJ']],
  ['trying',     'sendFailure',     'completed',  ['send', 'startJ']],
  ['trying',     'unreachable',     'terminated', []],
  ['proceeding', 'request',         'proceeding', ['repeat']],
  ['proceeding', 'sendProvisional', 'proceeding', ['send']],
  ['proceeding', 'sendSuccess',     'completed',  ['send', 'startJ']],
  ['proceeding', 'sendFailure',     'completed',  ['send', 'startJ']],
  ['proceeding', 'unreachable',     'terminated', []],
  ['completed',  'request',         'completed',  ['repeat']],
  ['completed',  'fireJ',           'terminated', []],
  ['completed',  'unreachable',     'terminated', []],
];
