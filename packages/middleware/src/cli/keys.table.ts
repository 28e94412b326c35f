// The keys of the agent's program, one row each: what is asked first, and the command it becomes.
import type { TextName } from './texts.table.ts';

/** The call that it is for: the chosen one; it must be in one of these states. */
type CallState = 'new' | 'connected' | 'ended';

export type KeyRow = {
  readonly key: string;
  readonly text: TextName;
  /** The command of the CTI API; null: something of the program's own. */
  readonly command: string | null;
  readonly ofCall?: readonly CallState[];
  /** Which way the call must go: a call that we make is not answered here. */
  readonly direction?: 'in';
  /** Asked for before: the field that it goes into. */
  readonly asks?: { readonly text: TextName; readonly field: string };
  /** The contrary of what the call is now. */
  readonly switches?: { readonly field: string; readonly of: 'hold' | 'muted' };
  readonly fields?: Readonly<Record<string, unknown>>;
};

const live = ['new', 'connected'] as const;
const talking = ['connected'] as const;
const number = { text: 'askNumber', field: 'phoneNumber' } as const;

export const keys: readonly KeyRow[] = [
  { key: 'a', text: 'answer',       command: 'Answer',                   ofCall: ['new'], direction: 'in' },
  { key: 'h', text: 'hangUp',       command: 'Hangup',                   ofCall: live },
  { key: 'o', text: 'hold',         command: 'Hold',                     ofCall: talking, switches: { field: 'on', of: 'hold' } },
  { key: 'm', text: 'mute',         command: 'Mute',                     ofCall: talking, switches: { field: 'on', of: 'muted' } },
  { key: 'w', text: 'wrapUpDone',   command: 'Close',                    ofCall: ['ended'] },
  { key: 'd', text: 'dial',         command: 'MakeCall',                 asks: number },
  { key: 't', text: 'transfer',     command: 'Transfer',                 ofCall: live, asks: number },
  { key: 'c', text: 'consult',      command: 'ConsultationTransfer',     ofCall: talking, asks: number },
  { key: 'b', text: 'callBack',     command: 'TransferWithCallBack',     ofCall: live, asks: number },
  { key: 'i', text: 'conference',   command: 'ConferenceTransfer',       ofCall: talking, asks: number },
  { key: 'f', text: 'finish',       command: 'FinishConferenceTransfer', ofCall: talking },
  { key: 'x', text: 'breakOff',     command: 'BreakTransfer',            ofCall: talking },
  { key: 'D', text: 'digits',       command: 'SendDTMFSignal',           ofCall: talking, asks: { text: 'askDigits', field: 'DTMFString' } },
  { key: 'r', text: 'recordingOff', command: 'SetSessionSecureMode',     ofCall: talking, fields: { enable: true } },
  { key: 'R', text: 'recordingOn',  command: 'SetSessionSecureMode',     ofCall: talking, fields: { enable: false } },
  { key: 'n', text: 'ready',        command: 'ChangeUserState',          fields: { state: 'normal' } },
  { key: 'y', text: 'absent',       command: 'ChangeUserState',          fields: { state: 'away' } },
  { key: 'u', text: 'dnd',          command: 'ChangeUserState',          fields: { state: 'dnd' } },
  { key: '↑↓', text: 'choose',      command: null },
  { key: 'B', text: 'bar',          command: null },
  { key: '?', text: 'help',         command: null },
  { key: 'q', text: 'quit',         command: null },
];
