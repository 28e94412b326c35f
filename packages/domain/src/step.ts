// One turn of the core: decide, evolve, follow what happened until nothing more follows, and say what the world outside must do.
import { decide } from './decide.ts';
import type { Decision, FollowUp, TurnInput } from './decision.ts';
import type { Effect } from './effect.ts';
import type { Event, EventOf, EventType } from './event.ts';
import { evolve } from './evolve.ts';
import type { AgentId, CallId, Ms } from './ids.ts';
import type { Input } from './input.ts';
import { followUpsPerTurn } from './limits.ts';
import { isPauserGone } from './recording/pause.decide.ts';
import type { Refusal } from './refusal.ts';
import { topologyOf } from './calls/topology.ts';
import type { World } from './world.ts';

/** What came of one input. `result` is the method's result value; its shape is the contract's method row. */
export type Outcome = {
  readonly reply: { readonly result: unknown } | Refusal | null;
  readonly effects: readonly Effect[];
};

/**
 * Takes one input into the world.
 *
 * @param onEvent called right after each event was folded in, with the world as it then is: what the journal and the publisher take down.
 */
export type Step = (world: World, input: Input, onEvent: (event: Event, world: World) => void) => Outcome;

export const step: Step = (world, input, onEvent) => {
  const turn: Turn = { touched: new Set(), effects: [], waiting: [] };
  const first = decide(world, input);
  take(world, first, turn, onEvent);
  for (let n = 0; n < turn.waiting.length; n += 1) {
    if (n >= followUpsPerTurn) throw new Error(`a ${input.type} never came to an end`);
    take(world, decide(world, turn.waiting[n] as TurnInput), turn, onEvent);
  }
  return { reply: first.reply, effects: inOrder(world, turn) };
};

type Turn = {
  readonly touched: Set<CallId>;
  readonly effects: Effect[];
  readonly waiting: FollowUp[];
};

function take(world: World, decision: Decision, turn: Turn, onEvent: Parameters<Step>[2]): void {
  for (const effect of decision.effects) turn.effects.push(effect);
  for (const next of decision.next) turn.waiting.push(next);
  for (const callId of decision.arrange) turn.touched.add(callId);
  for (const event of decision.events) {
    evolve(world, event);
    onEvent(event, world);
    if ('callId' in event && !inaudible.has(event.type)) turn.touched.add(event.callId);
    const next = followUp(world, event);
    if (next !== null) turn.waiting.push(next);
  }
}

/** Events of a call that cannot change who hears whom. */
const inaudible: ReadonlySet<EventType> = new Set([
  'agent.busy',
  'agent.missedCall',
  'agent.workingAfterCall',
  'call.announced',
  'call.dataChanged',
  'call.digit',
  'call.diverted',
  'call.graded',
  'recording.failed',
  'recording.started',
  'recording.stopped',
]);

type FollowUps = { readonly [T in EventType]?: (event: EventOf<T>, world: World) => FollowUp | null };

const available = ({ at, agentId }: { readonly at: Ms; readonly agentId: AgentId }): FollowUp => ({
  at,
  type: 'agentAvailable',
  agentId,
});

const rests = ({ at, agentId }: { readonly at: Ms; readonly agentId: AgentId }): FollowUp => ({
  at,
  type: 'agentRests',
  agentId,
});

const pauseGoes = ({ at, callId }: { readonly at: Ms; readonly callId: CallId }, world: World): FollowUp | null =>
  isPauserGone(world, callId) ? { at, type: 'pauserLeft', callId } : null;

/** What an event makes the core look at next. */
const followUps: FollowUps = {
  'agent.ready': available,
  'agent.backOffEnded': available,
  'agent.queuesChanged': available,
  'session.opened': available,
  'agent.loggedOn': rests,
  'agent.notReady': rests,
  'agent.loggedOff': ({ at, agentId }) => ({ at, type: 'agentLeft', agentId }),
  'call.connectionCleared': pauseGoes,
  'call.transferred': pauseGoes,
  'call.requeued': ({ at, queueId }) => ({ at, type: 'dispatch', queueId }),
  'device.registered': ({ at, deviceId }, world) => {
    const agentId = world.devices.get(deviceId)?.agentId ?? null;
    return agentId === null ? null : available({ at, agentId });
  },
};

function followUp(world: World, event: Event): FollowUp | null {
  const make = followUps[event.type] as ((event: Event, world: World) => FollowUp | null) | undefined;
  return make === undefined ? null : make(event, world);
}

/** New connections first, so that the arrangement may name them; then who hears whom; then everything else as decided. */
function inOrder(world: World, { touched, effects }: Turn): readonly Effect[] {
  const ordered: Effect[] = effects.filter(({ effect }) => effect === 'originate');
  for (const callId of touched) {
    const call = world.calls.get(callId);
    if (call !== undefined) ordered.push({ effect: 'topology', topology: topologyOf(world, call) });
  }
  for (const effect of effects) if (effect.effect !== 'originate') ordered.push(effect);
  return ordered;
}
