// The commands for calls: making, answering and ending them, what is done amid them, and transfers.
import type { Command, Kind, Order } from './order.ts';
import { Refused, demand } from './refused.ts';
import { begin, breakOff, finishConference, type TransferKind } from './transfers.ts';

const onCall = (run: Command['run'], fields: Readonly<Record<string, Kind>> = {}): Command => ({
  fields: { cid: 'id', ...fields },
  demands: 'telephone',
  run,
});

const transfer = (kind: TransferKind): Command =>
  onCall((order) => begin(order.exchange, order.call, kind, order.text('phoneNumber')), { phoneNumber: 'text' });

const param = (kind: 'params' | 'localParams', event: string): Command => ({
  ...onCall((order) => setParam(order, kind, event), { paramName: 'text', paramValue: 'text' }),
  ok: 'last',
});

export const callCommands: Readonly<Record<string, Command>> = {
  MakeCall: {
    fields: { phoneNumber: 'text' },
    demands: 'telephone',
    run: (order) => void order.exchange.makeCall(order.user, order.text('phoneNumber')),
  },
  Answer: onCall(({ exchange, call }) => exchange.answer(call)),
  Hangup: onCall(({ exchange, call }) => exchange.hangUp(call)),
  Close: onCall(({ user, call }) => {
    demand(call.state === 'ended', 'the call has not ended');
    user.close(call);
  }),
  Hold: onCall((order) => order.user.hold(order.talk, order.flag('on')), { on: 'flag' }),
  Mute: onCall((order) => order.user.mute(order.talk, order.flag('on')), { on: 'flag' }),
  GetCalls: { fields: {}, demands: 'telephone', run: ({ user }) => user.callList() },
  SetActive: onCall(({ user, call: { cid } }) => user.tell('CurrentCall', { cid })),
  SendDTMFSignal: onCall(
    (order) => {
      demand(/^[0-9*#!]+$/.test(order.text('DTMFString')), 'those are no DTMF signals');
      void order.talk;
    },
    { DTMFString: 'text' },
  ),
  Transfer: transfer('blind'),
  ConsultationTransfer: transfer('consultation'),
  ConferenceTransfer: transfer('conference'),
  FinishConferenceTransfer: onCall(({ call }) => finishConference(call)),
  TransferWithCallBack: transfer('callBack'),
  BreakTransfer: onCall(({ call }) => breakOff(call)),
  SetSessionSecureMode: onCall(setSecureMode, { enable: 'flag' }),
  SetMusicOnHold: { ...onCall(({ call }) => void call, { url: 'text' }), softOnly: true },
  SetCallParam: param('params', 'CallParamsUpdated'),
  SetLocalParam: param('localParams', 'LocalParamsUpdated'),
  MessageInProcessMode: onCall(({ call }) => void call, { messageId: 'text' }),
  SendVoipMessage: onCall(sendMessage, { message: 'text?', messageId: 'text?' }),
};

/** What goes wrong with it is told by its event, not by its answer. */
function setSecureMode(order: Order): void {
  const { user, call } = order;
  const enable = order.flag('enable');
  const error =
    call.state === 'connected' ? call.isSecure === enable && 'it is in that mode already' : 'the call has no session';
  if (error === false) call.isSecure = enable;
  user.tell('SetSessionModeResponse', { cid: call.cid, ...(error === false ? {} : { error }) });
}

function setParam(order: Order, kind: 'params' | 'localParams', event: string): void {
  const { user, call } = order;
  const set = { [order.text('paramName')]: order.text('paramValue') };
  if (call[kind][order.text('paramName')] === order.text('paramValue')) return;
  call[kind] = { ...call[kind], ...set };
  user.tell(event, { cid: call.cid, params: set });
}

/** The manual's template has the text in another field than its table. */
function sendMessage({ talk, fields }: Order): void {
  const message = fields['message'] ?? fields['messageId'];
  if (message === undefined) throw new Refused('message is missing');
  talk.other?.user.tell('VoipMessageReceived', { cid: talk.other.cid, message });
}
