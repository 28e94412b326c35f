// What the CTI API sends: 32 rows, in the manual's order (NCC CTI API, protocol version 13).
import { z } from 'zod';
import { cid, confId, flag, params, seconds, text } from './fields.ts';
import type { NccEventRow } from './row.ts';
import { callTypes } from './states.table.ts';

/** Fields that the manual does not name are kept: servers send more than it says. */
const loose = z.looseObject;
const id = z.union([z.string(), z.number()]);
const called = { user: { scope: 'user' }, service: { scope: 'service' } } as const;
const textual = { scope: 'service', isText: true } as const;

const transferInfo = loose({ called: z.unknown().optional(), startTime: z.unknown().optional(), state: z.unknown().optional(), type: z.unknown().optional() });
const call = {
  cid,
  type: z.union([z.enum(callTypes), z.string()]),
  state: z.union([z.enum(['new', 'connected', 'ended']), z.string()]),
  direction: z.union([z.enum(['in', 'out']), z.string()]),
  hold: flag,
  muted: flag,
  displayName: z.string(),
  creationTime: seconds.optional(),
  answerTime: seconds.optional(),
  hangupTime: seconds.optional(),
  params: params.optional(),
};
const status = loose({ ...call, localParams: params.optional(), transferInfo: transferInfo.optional() });
const conference = { confId, displayName: z.string(), calls: z.array(cid), operatorInConference: flag };
const message = loose({ charset: z.unknown().optional(), content: z.unknown().optional(), direction: z.unknown().optional(), files: z.array(z.unknown()).optional(), message_id: id, session_id: id });

export const events = {
  Ok:                 { ...called.service, isAnswer: true, says: 'The command was taken; for a subscription, with the messages there are.', fields: loose({ messages: z.array(z.unknown()).optional() }) },
  Error:              { ...called.service, isAnswer: true, says: 'It was not, and why.', fields: loose({ description: z.string() }) },
  ParseError:         { ...called.service, isAnswer: true, says: 'It could not be read.', fields: loose({ description: z.string() }) },
  UserState:          { ...called.user, says: 'The state of a user; offline has no time.', fields: loose({ state: z.string(), substates: z.array(z.string()).optional(), time: seconds.optional(), reason: z.string().optional() }) },
  NewCall:            { ...called.user, says: 'A call began at his telephone.', fields: loose(call) },
  CallStatus:         { ...called.user, says: 'A call is another thing than before.', fields: status },
  Calls:              { ...called.user, says: 'All his calls.', fields: loose({ calls: z.array(status) }) },
  CallParams:         { ...called.user, says: 'What is known of a call became known.', fields: loose({ cid, params }) },
  CallParamsUpdated:  { ...called.user, says: 'It changed.', fields: loose({ cid, params }) },
  LocalParamsUpdated: { ...called.user, says: 'What his own programs noted changed.', fields: loose({ cid, params }) },
  CurrentCall:        { ...called.user, says: 'Another call is the present one.', fields: loose({ cid }) },
  OnClose:            { ...called.user, says: 'The work on a call is done.', fields: loose({ cid }) },
  OnTransferCall:     { ...called.user, says: 'A transfer began.', fields: loose({ cid, wasConnected: flag }) },
  TransferSucceed:    { ...called.user, says: 'It came to pass.', fields: loose({ cid }) },
  TransferCallReturned: { ...called.user, says: 'The one sent on is back.', fields: loose({ cid }) },
  TransferFailed:     { ...called.user, says: 'It did not come to pass.', fields: loose({ cid, status: z.union([z.string(), z.number()]).transform(String) }) },
  SetSessionModeResponse: { ...called.user, says: 'Recording stopped or goes on; or why not.', fields: loose({ cid, error: z.string().optional() }) },
  NewConference:      { ...called.user, says: 'A conference began.', fields: loose(conference) },
  ConferenceInfo:     { ...called.user, says: 'It is another thing than before.', fields: loose(conference) },
  Conferences:        { ...called.user, says: 'All his conferences.', fields: loose({ conferences: z.array(loose(conference)) }) },
  OnCloseConference:  { ...called.user, says: 'It is over.', fields: loose({ confId }) },
  NewTextMessage:     { ...called.user, isText: true, says: 'A message in a text session.', fields: loose({ cid, messageId: id }) },
  VoipMessageReceived: { ...called.user, isText: true, says: 'A message of the other side of a call.', fields: loose({ cid, message: text }) },
  NewMessageInSession: { ...textual, says: 'A message in a session that was subscribed to.', fields: message },
  ReplyMessage:       { ...textual, says: 'An answer in it.', fields: message },
  MessageDistributed: { ...textual, says: 'A message went to an agent.', fields: loose({ agent_id: id, message_id: id, session_id: id }) },
  MessageDone:        { ...textual, says: 'A message is dealt with.', fields: loose({ message_id: id, session_id: id }) },
  MessageUnblocked:   { ...textual, says: 'A message is free again.', fields: loose({ message_id: id, session_id: id }) },
  StartedScriptForMessage: { ...textual, says: 'A script works on a message.', fields: loose({ message_id: id, session_id: id }) },
  MessageSessionDistributed: { ...textual, says: 'A session went to an agent.', fields: loose({ agent_id: id, session_id: id }) },
  MessageSessionClosed: { ...textual, says: 'A session is over.', fields: loose({ agent_id: id, session_id: id }) },
  MessageSessionTransferred: { ...textual, says: 'A session went elsewhere.', fields: loose({ dnis: z.string(), session_id: id }) },
} as const satisfies Readonly<Record<string, NccEventRow>>;

export type NccEvent = keyof typeof events;

/** Names that the manual's tables have beside those of its templates. */
export const eventAliases: Readonly<Record<string, NccEvent>> = { callparams: 'CallParams' };
