// Walking a caller through a menu: play, ask for a key, collect digits, send on.
import { leaveIvr } from '../calls/clear.decide.ts';
import { mergedData } from '../calls/data.ts';
import type { Call, CallIvr, Connection } from '../calls/call.ts';
import type { IvrNode, Prompt } from '../configuration.ts';
import type { Decision, FollowUp } from '../decision.ts';
import { noteGrade } from '../grading/grading.decide.ts';
import type { Ms } from '../ids.ts';
import { ivrStepsPerCall, promptMs } from '../limits.ts';
import { ivrTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';

/** What a menu step works on. */
type Place = {
  readonly call: Call;
  readonly ivr: CallIvr;
  readonly node: IvrNode;
  readonly caller: Connection;
};

/** Comes to a node: its prompts begin, or it sends the call on. */
export function ivrNode(world: World, input: Extract<FollowUp, { type: 'ivrNode' }>, decision: Decision): void {
  const call = world.calls.get(input.callId);
  if (call === undefined || call.queue !== null) return;
  const { at, attempt, ivrId } = input;
  const step = (call.ivr?.step ?? 0) + 1;
  const node = world.directory.menus.get(ivrId)?.nodes[input.node];
  const caller = call.connections[0];
  if (node === undefined || caller === undefined || step > ivrStepsPerCall) {
    decision.next.push({ at, type: 'clearCall', callId: call.id, cause: 'failed' });
    return;
  }
  if (node.kind === 'send') {
    leaveIvr(call, at, decision);
    decision.effects.push({ effect: 'stopPlay', connectionId: caller.id });
    decision.next.push({ at, type: 'route', callId: call.id, target: node.target });
    return;
  }
  decision.events.push({ at, type: 'call.enteredIvr', callId: call.id, ivrId, node: input.node, attempt, step });
  if (node.kind === 'grade') noteGrade(call, node.grade, at, decision);
  else beginPrompts(call, caller, node.prompts, step, node.kind === 'play' ? 0 : node.timeoutMs, decision);
  if (node.kind === 'grade' || (node.kind === 'play' && node.prompts.length === 0)) {
    decision.next.push({ at, type: 'ivrNode', callId: call.id, ivrId, node: node.next, attempt: 1 });
  }
}

export const ivrPlayId = (call: Call, step: number): string => `${call.id}.ivr${step}`;

function beginPrompts(
  call: Call,
  caller: Connection,
  prompts: readonly Prompt[],
  step: number,
  timeoutMs: Ms,
  decision: Decision,
): void {
  if (prompts.length > 0) {
    decision.effects.push({ effect: 'play', connectionId: caller.id, playId: ivrPlayId(call, step), prompts });
  }
  const afterMs = prompts.length > 0 ? promptMs + timeoutMs : timeoutMs;
  if (afterMs > 0) decision.effects.push({ effect: 'startTimer', timerId: ivrTimer(call.id), afterMs });
}

/** The prompts of the present node are over: on to the next, or the time for a key begins. */
export function promptsFinished(world: World, call: Call, playId: string, at: Ms, decision: Decision): void {
  const place = placeOf(world, call);
  if (place === null || playId !== ivrPlayId(call, place.ivr.step)) return;
  const { node } = place;
  if (node.kind === 'play') go(place, node.next, 1, at, decision);
  else if ((node.kind === 'menu' || node.kind === 'collect') && place.ivr.digits === '')
    waitForKey(call, node.timeoutMs, decision);
}

/** A key was pressed: it breaks into the prompts. */
export function ivrDigit(
  world: World,
  call: Call,
  connection: Connection,
  digit: string,
  at: Ms,
  decision: Decision,
): void {
  const place = placeOf(world, call);
  if (place === null || place.caller.id !== connection.id || !/^[0-9*#A-D]$/.test(digit)) return;
  const { node, ivr, caller } = place;
  if (node.kind !== 'menu' && node.kind !== 'collect') return;
  decision.events.push({ at, type: 'call.digit', callId: call.id, connectionId: connection.id, digit });
  if (ivr.digits === '') decision.effects.push({ effect: 'stopPlay', connectionId: caller.id });
  if (node.kind === 'menu') {
    const next = Object.hasOwn(node.branches, digit) ? node.branches[digit] : undefined;
    if (next === undefined) tryAgain(place, node, at, decision);
    else go(place, next, 1, at, decision);
    return;
  }
  const ended = digit === node.terminator;
  const digits = ended ? ivr.digits : ivr.digits + digit;
  if (!ended && digits.length < node.maximumDigits) return waitForKey(call, node.timeoutMs, decision);
  collected(place, node, digits, at, decision);
}

/** No key came, or the end of a prompt was never reported. */
export function ivrTimeout(world: World, call: Call, at: Ms, decision: Decision): void {
  const place = placeOf(world, call);
  if (place === null) {
    // The menu is no longer set up.
    if (call.ivr !== null) decision.next.push({ at, type: 'clearCall', callId: call.id, cause: 'failed' });
    return;
  }
  const { node, ivr } = place;
  if (node.kind === 'play') {
    if (at >= ivr.since + promptMs) go(place, node.next, 1, at, decision);
  } else if (node.kind === 'menu') tryAgain(place, node, at, decision);
  else if (node.kind === 'collect') collected(place, node, ivr.digits.replace(/[*#]$/, ''), at, decision);
}

function placeOf(world: World, call: Call): Place | null {
  const caller = call.connections[0];
  if (call.ivr === null || caller === undefined) return null;
  const node = world.directory.menus.get(call.ivr.ivrId)?.nodes[call.ivr.node];
  return node === undefined ? null : { call, ivr: call.ivr, node, caller };
}

function waitForKey(call: Call, afterMs: Ms, decision: Decision): void {
  decision.effects.push({ effect: 'startTimer', timerId: ivrTimer(call.id), afterMs });
}

function tryAgain(place: Place, node: Extract<IvrNode, { kind: 'menu' }>, at: Ms, decision: Decision): void {
  const { ivr } = place;
  if (ivr.attempt < node.attempts) go(place, ivr.node, ivr.attempt + 1, at, decision);
  else go(place, node.otherwise, 1, at, decision);
}

function collected(
  place: Place,
  node: Extract<IvrNode, { kind: 'collect' }>,
  digits: string,
  at: Ms,
  decision: Decision,
): void {
  const { call } = place;
  if (digits.length < node.minimumDigits) return go(place, node.otherwise, 1, at, decision);
  const data = mergedData(call.data, { [node.field]: digits });
  decision.events.push({ at, type: 'call.dataChanged', callId: call.id, data });
  go(place, node.next, 1, at, decision);
}

function go(place: Place, node: string, attempt: number, at: Ms, decision: Decision): void {
  decision.effects.push({ effect: 'cancelTimer', timerId: ivrTimer(place.call.id) });
  const { call, ivr } = place;
  decision.next.push({ at, type: 'ivrNode', callId: call.id, ivrId: ivr.ivrId, node, attempt });
}
