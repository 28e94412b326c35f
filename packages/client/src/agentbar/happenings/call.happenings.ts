// What the agent's page hears of his calls: that they ring, that they are through, that they are over.
import type { CallView, ConnectionView } from '@cordboard/contract';
import { callTypes, hangupReasons } from '@cordboard/contract/dialects/agentbar';
import { connectionOf, ownCall, type Change, type HappeningContext, type Happenings } from '../context.ts';
import { barLimits } from '../limits.ts';
import { about, customerOf, makeStr } from '../make-str.ts';
import { popUpUrl } from '../pop-up.ts';

const isOn = ({ state }: ConnectionView): boolean => state === 'connected' || state === 'hold';
const madeBy = (call: CallView, agentId: string): boolean =>
  call.from.kind === 'agent' && call.from.agentId === agentId;

/** What rings at the agent, by why he is called. */
const rings: Readonly<Record<string, (context: HappeningContext, call: CallView, own: ConnectionView) => void>> = {
  call: (context, call) =>
    call.from.kind === 'agent' ? internalRings(context, call.from.agentId) : callIn(context, call),
  pickUp: (context, call) => callIn(context, call),
  takeOver: (context, call) => callIn(context, call),
  transfer: (context, call, own) =>
    context.raise('TransferBlindCallInEvent', ...about(context, context.ownId, call, own.askedBy)),
  consultation: (context, call, own) =>
    context.raise('ConsultCallInEvent', ...about(context, context.ownId, call, own.askedBy)),
  conference: (context, call, own) =>
    context.raise('ThreeWayCallRingEvent', ...about(context, context.ownId, call, own.askedBy)),
  check: ({ raise, ownId }) => raise('CheckExtenEvent', ownId),
};

function internalRings({ raise, ownId }: HappeningContext, caller: string): void {
  raise('InternalCallerRingEvent', ownId, caller, callTypes.internal);
}

function callIn({ raise, ownId, memory }: HappeningContext, call: CallView): void {
  const customer = customerOf(call, ownId, memory.accessNames);
  const text = makeStr({
    customer_num: customer.number,
    callcenter_num: customer.accessNumber,
    access_num_name: customer.accessName,
    agent_num: ownId,
    relation_uuid: call.callId,
    area_id: customer.areaId,
    area_name: customer.areaName,
    cust_grade: customer.grade,
    ...customer.formats,
  });
  raise('CallInEvent', customer.number, text, customer.callType, true, customer.extra);
}

/** Told once for each connection: when it rings, or when it is answered without having rung. */
const tellRinging: Change = (context) => {
  const { before, memory, ownId, state } = context;
  for (const call of state.calls) {
    const own = connectionOf(call, ownId);
    if (own === undefined || memory.rung.has(own.connectionId)) continue;
    const earlier = before.calls.find(({ callId }) => callId === call.callId);
    const came =
      own.state === 'alerting' ||
      (own.state === 'connected' && connectionOf(earlier ?? call, ownId)?.state === 'initiated');
    if (!came) continue;
    remember(memory.rung, own.connectionId);
    if (madeBy(call, ownId) && own.purpose === 'call') answerOwnLeg(context, call, own);
    else {
      rings[own.purpose]?.(context, call, own);
      popUp(context, call);
      if (context.properties.SipAutoAnswer) answer(context, call, own);
    }
  }
};

/** Keeps as many as the limit lets be; the oldest goes first. */
export function remember(known: Set<string>, id: string): void {
  known.add(id);
  const [oldest] = known;
  if (known.size > barLimits.maxRememberedEntries && oldest !== undefined) known.delete(oldest);
}

function answerOwnLeg(context: HappeningContext, call: CallView, own: ConnectionView): void {
  const { SipAutoAnswer, SoftphoneAutoAnswer } = context.properties;
  if (SipAutoAnswer || SoftphoneAutoAnswer) answer(context, call, own);
}

/** Where the telephone cannot be told, the agent answers at it himself: no reason to complain. */
function answer({ ask, view }: HappeningContext, { callId }: CallView, own: ConnectionView): void {
  if (own.state === 'alerting' && view?.answer?.(callId) !== true) void ask('call.answer', { callId }).catch(() => {});
}

function popUp(context: HappeningContext, call: CallView): void {
  const { ownId, memory, openPage, properties, threw } = context;
  if (properties.WebUrl === '') return;
  const { number, accessNumber, callType } = customerOf(call, ownId, memory.accessNames);
  const fields = {
    agentID: ownId,
    callID: call.callId,
    customerNum: number,
    callcenterNum: accessNumber,
    callType,
    time: String(Date.now()),
  };
  popUpUrl(properties, fields)
    .then((url) => url !== null && openPage(url))
    .catch(threw);
}

/** `cuID` is the call that the agent is in. */
const followCall: Change = ({ properties, state }) => {
  properties.cuID = ownCall(state)?.call.callId ?? state.supervision?.callId ?? '';
};

export const callChanges: readonly Change[] = [followCall, tellRinging];

/** Told once, by whichever event took him out of the call. */
function hungUp({ before, ownId, raise }: HappeningContext, callId: string, agentId: string, reason: string): void {
  const call = before.calls.find((one) => one.callId === callId);
  if (agentId === ownId && call !== undefined && connectionOf(call, ownId) !== undefined)
    raise('HangupEvent', reason, 0);
}

export const callHappenings: Happenings = {
  'call.delivered': (event, context) => {
    const { call, connectionId } = event;
    const { ownId, raise, memory } = context;
    const other = call?.connections.find((one) => one.connectionId === connectionId);
    if (call === undefined || other === undefined || !madeBy(call, ownId)) return;
    if (connectionOf(call, ownId) === undefined || other.purpose !== 'call') return;
    if (other.party.kind === 'agent' && other.party.agentId === ownId) return;
    if (call.kind === 'internal') {
      raise('InternalCall_CallInEvent', ownId, ownId, callTypes.internal);
      return;
    }
    const { number, accessNumber, accessName, callType, areaId, areaName, formats } = customerOf(
      call,
      ownId,
      memory.accessNames,
    );
    const { customerForeignId = '' } = call.data;
    const text = `#${makeStr({ ...formats, customerForeignId })}`;
    raise('CallOutRingEvent', number, accessNumber, accessName, callType, areaId, areaName, text);
  },
  'call.established': ({ call }, { ownId, raise }) => {
    const own = call && connectionOf(call, ownId);
    if (call === undefined || own === undefined || !isOn(own)) return;
    if (call.connections.some((other) => other !== own && isOn(other))) raise('BridgeEvent');
  },
  'call.connectionCleared': ({ party, cause, callId }, context) => {
    const call = context.before.calls.find((one) => one.callId === callId);
    if (call !== undefined && cause === 'trunksBusy' && madeBy(call, context.ownId))
      context.raise('AllGetwaysFullEvent');
    if (party.kind === 'agent') hungUp(context, callId, party.agentId, hangupReasons[cause]);
  },
  'call.transferred': ({ party, callId }, context) => {
    if (party.kind === 'agent') hungUp(context, callId, party.agentId, hangupReasons.transferred);
  },
  'call.takenOver': ({ fromAgentId, callId }, context) => {
    hungUp(context, callId, fromAgentId, hangupReasons.transferred);
  },
  'agent.missedCall': ({ agentId }, { ownId, raise }) => {
    if (agentId === ownId) raise('NoAnswerCallAlarmEvent');
  },
};
