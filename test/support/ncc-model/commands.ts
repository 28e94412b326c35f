// What the model does for each command, written from the manual: the check of its fields, and then the deed.
import type { Call } from './call.ts';
import type { ModelUser } from './model-user.ts';
import { settable } from './user-state.ts';

export type Message = Readonly<Record<string, unknown>>;
/** The answer; `later` is done behind it where the model answers first. */
export type Deed = { readonly answer?: Message; readonly later?: () => void };
export class Refused extends Error {}

type Row = {
  readonly fields?: Readonly<Record<string, 'text' | 'id' | 'flag' | 'keys' | 'anyText'>>;
  /** A telephone in a browser does it as well. */
  readonly web: boolean;
  readonly offline?: true;
  readonly do: (user: ModelUser, message: Message) => Deed;
};

const textOf = (message: Message, field: string): string => String(message[field]);
const isOn = (message: Message, field: string): boolean => message[field] === true || message[field] === 'true';

function transfer(kind: NonNullable<Call['transfer']>['kind']): Row['do'] {
  return (user, message) => {
    const call = user.live(message['cid']);
    const to = textOf(message, 'phoneNumber');
    return { later: () => user.beginTransfer(call, kind, to) };
  };
}

const call = { cid: 'id' } as const;
const callAndNumber = { cid: 'id', phoneNumber: 'text' } as const;
const parameter = { cid: 'id', paramName: 'text', paramValue: 'anyText' } as const;
const nothing = (): Deed => ({});

export const rows: Readonly<Record<string, Row>> = {
  GetUserState: { web: true, offline: true, do: (user) => ({ answer: user.stateMessage() }) },
  ChangeUserState: {
    web: true,
    fields: { state: 'text' },
    do: (user, message) => {
      const state = textOf(message, 'state');
      if (!settable.includes(state)) throw new Refused(`the state ${state} is not set by a module`);
      const reason = message['reason'];
      return { later: () => user.changeState(state, typeof reason === 'string' ? reason : '') };
    },
  },
  Logout: { web: true, do: (user) => ({ later: () => user.goOffline() }) },
  Exit: { web: true, do: (user) => ({ later: () => user.goOffline() }) },
  BindNumber: { web: false, fields: { number: 'text' }, do: nothing },
  ReopenAudioDevice: { web: false, do: nothing },
  ReopenRootPage: { web: false, do: nothing },
  MakeCall: {
    web: true,
    fields: { phoneNumber: 'text' },
    do: (user, message) => ({ later: () => void user.callOut(textOf(message, 'phoneNumber')) }),
  },
  Answer: {
    web: true,
    fields: call,
    do: (user, message) => {
      const ringing = user.live(message['cid']);
      if (ringing.state !== 'new' || ringing.direction !== 'in') throw new Refused('it does not ring');
      return { later: () => user.answer(ringing) };
    },
  },
  Hangup: {
    web: true,
    fields: call,
    do: (user, message) => {
      const one = user.live(message['cid']);
      return { later: () => user.hangUp(one) };
    },
  },
  Close: {
    web: true,
    fields: call,
    do: (user, message) => {
      const one = user.call(message['cid']);
      if (one.state !== 'ended') throw new Refused('it has not ended');
      return { later: () => user.closeCall(one) };
    },
  },
  Hold: {
    web: true,
    fields: { cid: 'id', on: 'flag' },
    do: (user, message) => {
      const one = user.connected(message['cid']);
      return { later: () => user.change(one, () => (one.hold = isOn(message, 'on'))) };
    },
  },
  Mute: {
    web: true,
    fields: { cid: 'id', on: 'flag' },
    do: (user, message) => {
      const one = user.live(message['cid']);
      return { later: () => user.change(one, () => (one.muted = isOn(message, 'on'))) };
    },
  },
  GetCalls: { web: true, do: (user) => ({ answer: user.callsMessage() }) },
  SetActive: {
    web: true,
    fields: call,
    do: (user, message) => {
      const { cid } = user.live(message['cid']);
      return { later: () => user.tell({ name: 'CurrentCall', cid }) };
    },
  },
  SendDTMFSignal: {
    web: true,
    fields: { cid: 'id', DTMFString: 'keys' },
    do: (user, message) => {
      user.connected(message['cid']);
      return {};
    },
  },
  Transfer: { web: true, fields: callAndNumber, do: transfer('blind') },
  ConsultationTransfer: { web: true, fields: callAndNumber, do: transfer('consultation') },
  ConferenceTransfer: { web: true, fields: callAndNumber, do: transfer('conference') },
  TransferWithCallBack: { web: true, fields: callAndNumber, do: transfer('callBack') },
  FinishConferenceTransfer: {
    web: true,
    fields: call,
    do: (user, message) => {
      const one = user.live(message['cid']);
      if (one.transfer?.kind !== 'conference') throw new Refused('there is no conference transfer');
      return { later: () => user.finishTransfer(one) };
    },
  },
  BreakTransfer: {
    web: true,
    fields: call,
    do: (user, message) => {
      const one = user.live(message['cid']);
      if (one.transfer === undefined) throw new Refused('there is no transfer');
      return { later: () => user.failTransfer(one, '8') };
    },
  },
  SetSessionSecureMode: {
    web: true,
    fields: { cid: 'id', enable: 'flag' },
    do: (user, message) => {
      const known = user.find(message['cid']);
      const enable = isOn(message, 'enable');
      const error =
        known === undefined || known.state === 'ended'
          ? 'the call has no session'
          : known.isRecordingOff === enable
            ? 'the session is in this mode'
            : null;
      if (error === null && known !== undefined) known.isRecordingOff = enable;
      const { cid } = message;
      return {
        later: () => user.tell({ name: 'SetSessionModeResponse', cid, ...(error === null ? {} : { error }) }),
      };
    },
  },
  SetMusicOnHold: { web: false, fields: { cid: 'id', url: 'text' }, do: nothing },
  SetCallParam: {
    web: true,
    fields: parameter,
    do: (user, message) => {
      user.note(user.call(message['cid']), 'params', textOf(message, 'paramName'), textOf(message, 'paramValue'));
      return {};
    },
  },
  SetLocalParam: {
    web: true,
    fields: parameter,
    do: (user, message) => {
      user.note(user.call(message['cid']), 'localParams', textOf(message, 'paramName'), textOf(message, 'paramValue'));
      return {};
    },
  },
  CreateConference: {
    web: false,
    fields: { conferenceName: 'anyText' },
    do: (user, message) => ({ later: () => user.conferences.create(textOf(message, 'conferenceName')) }),
  },
  GetConferences: { web: false, do: (user) => ({ answer: user.conferences.message() }) },
  HangupConference: {
    web: false,
    fields: { confId: 'id' },
    do: (user, message) => user.conferences.later(message['confId'], (one) => user.conferences.close(one)),
  },
  MakeConferenceCall: {
    web: false,
    fields: { confId: 'id', phoneNumber: 'text' },
    do: (user, message) =>
      user.conferences.later(message['confId'], (one) => {
        one.calls.push(user.callOut(textOf(message, 'phoneNumber')).cid);
      }),
  },
  AddCallToConference: {
    web: false,
    fields: { confId: 'id', cid: 'id' },
    do: (user, message) => {
      const { cid } = user.live(message['cid']);
      return user.conferences.later(message['confId'], (one) => one.calls.push(cid), true);
    },
  },
  RemoveCallFromConference: {
    web: false,
    fields: { confId: 'id', cid: 'id' },
    do: (user, message) => {
      const { cid } = user.live(message['cid']);
      return user.conferences.later(
        message['confId'],
        (one) => (one.calls = one.calls.filter((each) => each !== cid)),
        true,
      );
    },
  },
  JoinConference: {
    web: false,
    fields: { confId: 'id' },
    do: (user, message) => user.conferences.later(message['confId'], (one) => (one.operatorInConference = true)),
  },
  LeaveConference: {
    web: false,
    fields: { confId: 'id' },
    do: (user, message) => user.conferences.later(message['confId'], (one) => (one.operatorInConference = false)),
  },
  MessageInProcessMode: { web: true, fields: { cid: 'id', messageId: 'text' }, do: nothing },
  SendVoipMessage: { web: true, fields: call, do: nothing },
};

/** @throws Refused naming the field that is missing or of another type. */
export function checkFields(name: string, message: Message): void {
  for (const [field, kind] of Object.entries(rows[name]?.fields ?? {})) {
    const value = message[field];
    const isWell = {
      text: typeof value === 'string' && value !== '',
      anyText: typeof value === 'string',
      id: typeof value === 'string' || typeof value === 'number',
      flag: typeof value === 'boolean' || value === 'true' || value === 'false',
      keys: typeof value === 'string' && /^[0-9*#!]+$/u.test(value),
    }[kind];
    if (!isWell) throw new Refused(`the parameter ${field} is missing or wrong`);
  }
}
