// The functions of the call centre: XSwitch's by its names and arguments (seed 001), and ours besides.
import { z } from 'zod';
import { limits } from '../../limits.ts';
import type { FunctionRow } from './row.ts';

/** Pages pass numbers for what looks like one. */
const text = (max: number) => z.union([z.string().max(max), z.number().transform(String)]);
const name = text(limits.maxNameLength);
const agent = name.optional();
const queue = name.optional();
const callUUID = text(limits.maxIdLength).optional();
const own = z.object({ agent });
const oneCall = z.object({ agent, callUUID });
const destination = {
  destNumber: text(limits.maxNumberLength).optional(),
  destAgent: name.optional(),
  destExtn: name.optional(),
  destQueue: name.optional(),
};
const other = z.object({ agent, targetAgent: name });

export const functions = {
  ccLogin:    { does: 'Signs the agent in to his queues, at an extension; he is busy to begin with.', args: z.object({ queue: name, agent, extn: name }), origin: 'xswitch', result: 'success' },
  ccLogout:   { does: 'Signs the agent out; during a call, after it.', args: z.object({ queue, agent }), origin: 'xswitch', result: 'success' },
  ccGoReady:  { does: 'The agent may be offered calls; during a call or wrap-up, after it.', args: z.object({ queue, agent }), origin: 'xswitch', result: 'success' },
  ccGoBreak:  { does: 'The agent is not offered calls; the reason is counted by.', args: z.object({ queue, agent, reason: text(limits.maxReasonLength).optional() }), origin: 'xswitch', result: 'success' },
  ccDial:     { does: 'Rings the agent\'s extension and, when it is answered, calls the number.', args: z.object({ agent, extn: name.optional(), cidNumber: text(limits.maxNumberLength).nullish(), destNumber: text(limits.maxNumberLength), earlyMedia: z.union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false)]).nullish() }), origin: 'xswitch', result: 'success, callUUID' },
  ccAnswer:   { does: 'Answers the call that rings, where the telephone lets itself be told.', args: oneCall, origin: 'ours', result: 'success' },
  ccHangup:   { does: 'Leaves the call, or refuses the one that rings.', args: oneCall, origin: 'ours', result: 'success' },
  ccHold:     { does: 'Puts the other side on hold.', args: oneCall, origin: 'ours', result: 'success' },
  ccUnHold:   { does: 'Takes the other side off hold.', args: oneCall, origin: 'ours', result: 'success' },
  ccMute:     { does: 'The others no longer hear the agent.', args: oneCall, origin: 'ours', result: 'success' },
  ccUnMute:   { does: 'The others hear the agent again.', args: oneCall, origin: 'ours', result: 'success' },
  ccDtmf:     { does: 'Sends keys to the other side.', args: z.object({ agent, callUUID, digits: text(limits.maxDigits) }), origin: 'ours', result: 'success' },
  ccTransfer: { does: 'Sends the other side to somebody else.', args: z.object({ agent, callUUID, ...destination }), origin: 'ours', result: 'success' },
  ccConsult:  { does: 'Asks somebody while the other side hears music.', args: z.object({ agent, callUUID, ...destination }), origin: 'ours', result: 'success' },
  ccConsultTransfer: { does: 'Leaves the call to the one asked.', args: oneCall, origin: 'ours', result: 'success' },
  ccConference: { does: 'Brings all in the consultation together; with a destination, calls a third one in.', args: z.object({ agent, callUUID, ...destination }), origin: 'ours', result: 'success' },
  ccCancelConsult: { does: 'Lets the one asked go.', args: oneCall, origin: 'ours', result: 'success' },
  ccFinish:   { does: 'Ends the work after a call.', args: own, origin: 'ours', result: 'success' },
  ccListen:   { does: 'Hears the call of an agent.', args: other, origin: 'ours', right: 'listen', result: 'success' },
  ccWhisper:  { does: 'Speaks to an agent in his call, heard by him alone.', args: other, origin: 'ours', right: 'whisper', result: 'success' },
  ccBarge:    { does: 'Joins the call of an agent.', args: other, origin: 'ours', right: 'bargeIn', result: 'success' },
  ccStopListen: { does: 'Leaves the call that is listened to.', args: own, origin: 'ours', result: 'success' },
  ccPickUp:   { does: 'Takes a call that rings at an agent.', args: other, origin: 'ours', right: 'pickUp', result: 'success' },
  ccForceReady: { does: 'Puts an agent into READY.', args: other, origin: 'ours', right: 'forceState', result: 'success' },
  ccForceBreak: { does: 'Puts an agent into UNREADY.', args: other.extend({ reason: text(limits.maxReasonLength).optional() }), origin: 'ours', right: 'forceState', result: 'success' },
  ccForceLogout: { does: 'Signs an agent out.', args: other, origin: 'ours', right: 'signOutOther', result: 'success' },
  ccAgentState: { does: 'The agents of a queue, or all that one may see, as they are.', args: z.object({ queue, agent, type: z.string().optional() }), origin: 'ours', result: 'list of agent_id, name, extn, group_id, queue_id, state, callstate, agent_uuid, reason, since' },
  ccSnapshot: { does: 'One\'s own state, calls and queues, to start from.', args: own, origin: 'ours', result: 'agent, calls, queues, serno' },
} as const satisfies Readonly<Record<string, FunctionRow>>;

export type CenterFunction = keyof typeof functions;
export type ArgsOf<F extends CenterFunction> = z.output<(typeof functions)[F]['args']>;
