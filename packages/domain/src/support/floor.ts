// A call centre in a test: inputs in, events and effects out, in words that read like what happens.
import type { Command } from '../command.ts';
import type { Configuration } from '../configuration.ts';
import { createWorld } from '../configured.ts';
import type { Effect } from '../effect.ts';
import type { Event, EventType } from '../event.ts';
import type { AgentId, CallId, ConnectionId, DeviceId, Ms, SessionId, TimerId } from '../ids.ts';
import type { ClearCause, Fact, Input } from '../input.ts';
import type { Outcome } from '../step.ts';
import { step } from '../step.ts';
import { dayTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { sample } from './sample.ts';

type Untimed = Input extends infer I ? (I extends Input ? Omit<I, 'at'> : never) : never;

/** Owns a world, its clock and its timers; every input is one turn. */
export class Floor {
  world: World;
  readonly events: Event[] = [];
  /** Of the last turn. */
  effects: readonly Effect[] = [];
  happened: Event[] = [];
  outcome: Outcome = { reply: null, effects: [] };
  now: Ms = 1_000_000;
  readonly timers = new Map<TimerId, Ms>();
  /** When the day's own timer runs out; it always runs, so it is kept apart from the others. */
  midnight: Ms = Infinity;
  #ids = 0;

  constructor(configuration: Configuration = sample) {
    this.world = createWorld();
    this.put({ type: 'configured', configuration });
  }

  put(input: Untimed): Outcome {
    this.happened = [];
    this.outcome = step(this.world, { ...input, at: this.now }, (event) => {
      this.events.push(event);
      this.happened.push(event);
    });
    this.effects = this.outcome.effects;
    for (const effect of this.effects) {
      if (effect.effect === 'startTimer') {
        if (effect.timerId === dayTimer) this.midnight = this.now + effect.afterMs;
        else this.timers.set(effect.timerId, this.now + effect.afterMs);
      }
      if (effect.effect === 'cancelTimer') this.timers.delete(effect.timerId);
    }
    return this.outcome;
  }

  fact(fact: Fact): this {
    this.put({ type: 'fact', fact });
    return this;
  }

  /** Lets time pass; timers run out in their order. */
  wait(ms: Ms): this {
    const until = this.now + ms;
    for (;;) {
      const timerId = this.nextTimer(until);
      if (timerId === null) break;
      this.put({ type: 'timerExpired', timerId });
    }
    this.now = until;
    return this;
  }

  /** Takes the timer that runs out first, and goes to its time; null: none does until then. */
  nextTimer(until: Ms): TimerId | null {
    const running: [TimerId, Ms][] = [...this.timers, [dayTimer, this.midnight]];
    const next = running.filter(([, due]) => due <= until).sort((a, b) => a[1] - b[1])[0];
    if (next === undefined) return null;
    this.now = Math.max(this.now, next[1]);
    this.timers.delete(next[0]);
    if (next[0] === dayTimer) this.midnight = Infinity;
    return next[0];
  }

  open(agentId: string): this {
    this.put({ type: 'sessionOpened', sessionId: sessionOf(agentId), agentId: agentId as AgentId });
    return this;
  }

  /** Another program watches and steers his telephone beside his own. */
  accompany(agentId: string, sessionId: string): this {
    this.put({
      type: 'sessionOpened',
      sessionId: sessionId as SessionId,
      agentId: agentId as AgentId,
      accompanies: true,
    });
    return this;
  }

  /** One of his programs is gone; his own, where none is named. */
  lose(agentId: string, sessionId: string = sessionOf(agentId), how: 'lost' | 'ended' = 'lost'): this {
    this.put({ type: 'sessionClosed', sessionId: sessionId as SessionId, agentId: agentId as AgentId, how });
    return this;
  }

  command<M extends Command['method']>(
    agentId: string,
    method: M,
    params: Extract<Command, { method: M }>['params'],
    sessionId: SessionId = sessionOf(agentId),
  ): Outcome['reply'] {
    this.#ids += 1;
    const command = { method, params } as Command;
    return this.put({ type: 'command', sessionId, agentId: agentId as AgentId, command, newId: `made-${this.#ids}` })
      .reply;
  }

  registered(...deviceIds: string[]): this {
    for (const id of deviceIds) this.fact({ fact: 'registered', deviceId: id as DeviceId, userAgent: 'phone' });
    return this;
  }

  /** Opens a session, registers the phone and signs in ready. `1001` works at `8001`. */
  ready(...agentIds: string[]): this {
    for (const id of agentIds) {
      this.open(id).registered(deviceOf(id));
      this.command(id, 'agent.signIn', { deviceId: deviceOf(id), state: 'ready' });
    }
    return this;
  }

  /** A customer calls; his connection is `<call>.1`. */
  customer(callId: string, dialled = '9501', number = '013800000001'): this {
    return this.fact({
      fact: 'inboundCall',
      callId: callId as CallId,
      connectionId: `${callId}.1` as ConnectionId,
      origin: { kind: 'trunk', trunkId: 'trunk', number, name: '' },
      dialled,
    });
  }

  phone(callId: string, deviceId: string, dialled: string): this {
    return this.fact({
      fact: 'inboundCall',
      callId: callId as CallId,
      connectionId: `${callId}.1` as ConnectionId,
      origin: { kind: 'device', deviceId: deviceId as DeviceId },
      dialled,
    });
  }

  alerting(connectionId: string, earlyMedia = false): this {
    return this.fact({ fact: 'alerting', connectionId: connectionId as ConnectionId, earlyMedia });
  }

  answered(connectionId: string): this {
    return this.fact({ fact: 'answered', connectionId: connectionId as ConnectionId });
  }

  cleared(connectionId: string, cause: ClearCause = 'normal'): this {
    return this.fact({ fact: 'cleared', connectionId: connectionId as ConnectionId, cause });
  }

  /** What happened in the last turn, by type. */
  get types(): EventType[] {
    return this.happened.map(({ type }) => type);
  }

  state(agentId: string): string | undefined {
    return this.world.agents.get(agentId as AgentId)?.state;
  }

  call(callId: string) {
    return this.world.calls.get(callId as CallId);
  }

  /** Who is being rung or talked to in a call, as `1001:alerting`. */
  connections(callId: string): string[] {
    return (this.call(callId)?.connections ?? []).map(({ party, state }) => {
      const who = party.kind === 'agent' ? party.agentId : party.kind === 'device' ? party.deviceId : party.number;
      return `${who}:${state}`;
    });
  }

  wishes<E extends Effect['effect']>(effect: E): Extract<Effect, { effect: E }>[] {
    return this.effects.filter((one): one is Extract<Effect, { effect: E }> => one.effect === effect);
  }
}

export const sessionOf = (agentId: string): SessionId => `session-${agentId}` as SessionId;
export const deviceOf = (agentId: string): DeviceId => `8${agentId.slice(1)}` as DeviceId;
