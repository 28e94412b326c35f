// A call centre driven by chance: people, callers, telephones and a switch that is not always truthful, with crashes in between.
import { createWorld, evolve, freezeWorld, leavesInReach, thawWorld } from '@cordboard/domain';
import type {
  AgentId,
  CallId,
  Command,
  Configuration,
  ConnectionId,
  DeviceId,
  Event,
  Fact,
  SessionId,
  World,
} from '@cordboard/domain';
import { Floor } from '../../packages/domain/src/support/floor.ts';
import { holdInvariants } from './invariants.ts';
import { beside, consultations, leaveDecision, leaves, ordinary, supervisions, targetIn } from './commands.ts';
import { noUnknowns } from './no-unknowns.ts';
import { SimulatedSwitch } from './simulated-switch.ts';

/** One thing that happens; the numbers choose among what is there. */
export type Happening = { readonly what: number; readonly a: number; readonly b: number };

const causes = ['normal', 'busy', 'noAnswer', 'rejected', 'unreachable', 'mediaLost'] as const;

export class Run {
  readonly floor: Floor;
  readonly switch = new SimulatedSwitch();
  #calls = 0;
  #sessions = 0;
  readonly #session = new Map<AgentId, SessionId>();
  /** Where each turn ended, in events. */
  readonly #turns: number[] = [];
  #frozen: { readonly seq: number; readonly world: string } | null = null;

  readonly configuration: Configuration;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
    this.floor = new Floor(configuration);
  }

  happen({ what, a, b }: Happening): void {
    const kinds: readonly (readonly [weight: number, kind: (a: number, b: number) => void])[] = [
      [6, this.#open],
      [14, this.#command],
      [12, this.#conversation],
      [10, this.#supervision],
      [4, this.#leave],
      [12, this.#customer],
      [4, this.#phoneCalls],
      [30, this.#progress],
      [10, this.#key],
      [4, this.#atPhone],
      [3, this.#device],
      [10, this.#time],
      [1, this.#loseLink],
      [3, this.#companion],
      [2, this.#lateFact],
      [2, this.#nonsense],
      [1, this.#crash],
      [1, this.#reconfigure],
    ];
    let left = what % kinds.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = kinds.find(([weight]) => (left -= weight) < 0);
    chosen?.[1].call(this, a, b);
  }

  /** Everybody goes home: what is left then was leaked. */
  end(): void {
    for (const connectionId of this.switch.connections.keys()) this.switch.connections.delete(connectionId);
    this.#tell(this.switch.snapshot());
    this.floor.wait(600_000);
    this.#settle();
  }

  replayed(): World {
    return this.#fold(this.floor.events);
  }

  #put(input: Parameters<Floor['put']>[0]): void {
    this.floor.put(input);
    this.#settle();
  }

  #tell(fact: Fact): void {
    this.#put({ type: 'fact', fact });
  }

  /** Wishes are carried out, and the world is looked at. */
  #settle(): void {
    for (const effect of this.floor.effects) this.switch.wish(effect);
    this.#turns.push(this.floor.events.length);
    noUnknowns(this.floor.world, this.floor.happened);
    holdInvariants(this.floor.world, this.floor.timers);
  }

  /** Says a fact as bad switches do: twice, later, or never. */
  #say(fact: Fact, luck: number): void {
    const fate = luck % 16;
    if (fate === 0) return;
    if (fate === 1) return void this.switch.late.push(fact);
    this.#tell(fact);
    if (fate === 2) this.#tell(fact);
  }

  #agentId(n: number): AgentId {
    const { agents } = this.configuration;
    return agents[n % agents.length]!.id;
  }

  #deviceId(n: number): DeviceId {
    const { devices } = this.configuration;
    return devices[n % devices.length]!.id;
  }

  #open(a: number, b: number): void {
    const agentId = this.#agentId(a);
    this.#sessions += 1;
    const sessionId = `s${this.#sessions}` as SessionId;
    this.#session.set(agentId, sessionId);
    this.#put({ type: 'sessionOpened', sessionId, agentId });
    const deviceId = this.#deviceId(a);
    if (b % 4 > 0) {
      this.switch.registered.add(deviceId);
      this.#tell({ fact: 'registered', deviceId, userAgent: 'phone' });
    }
    const params = b % 5 === 0 ? {} : { deviceId, ...(b % 3 > 0 ? { state: 'ready' as const } : {}) };
    this.#ask(agentId, { method: 'agent.signIn', params });
  }

  #companion(a: number, b: number): void {
    const agentId = this.#agentId(a);
    this.#sessions += 1;
    const steering = beside(this.floor, agentId, b, `w${this.#sessions}`);
    this.#settle();
    const params = { deviceId: this.#deviceId(a), state: 'ready' } as const;
    if (steering !== null) this.#ask(agentId, { method: 'agent.signIn', params }, steering);
  }

  #ask(agentId: AgentId, command: Command, from = this.#session.get(agentId)): void {
    this.#calls += 1;
    const sessionId = from ?? ('none' as SessionId);
    this.#put({ type: 'command', sessionId, agentId, command, newId: `made${this.#calls}` });
  }

  #command(a: number, b: number): void {
    const agentId = this.#agentId(a);
    if (!this.#session.has(agentId)) return this.#open(a, b);
    const callId = this.floor.world.agents.get(agentId)?.callIds[0] ?? (`c${b}` as CallId);
    const to = targetIn(this.configuration, b);
    const commands = [...ordinary(callId, to, b), ...leaves(a, b)];
    this.#ask(agentId, commands[(b >> 3) % commands.length]!);
  }

  /** Somebody who talks asks a colleague in, or goes on with what he has begun. */
  #conversation(a: number, b: number): void {
    const talking = this.#talking();
    const agentId = talking[a % Math.max(1, talking.length)];
    const callId = agentId === undefined ? undefined : this.floor.world.agents.get(agentId)?.callIds[0];
    if (agentId === undefined || callId === undefined) return;
    const all = consultations(callId, targetIn(this.configuration, b >> 4));
    this.#ask(agentId, all[b % all.length]!);
  }

  #supervision(a: number, b: number): void {
    const supervisor = this.#supervisor(a);
    if (supervisor === undefined) return;
    const talking = this.#talking().filter((id) => id !== supervisor);
    const watched = (b % 8 === 0 ? undefined : talking[a % Math.max(1, talking.length)]) ?? this.#agentId(b >> 5);
    const all = supervisions(watched, b);
    this.#ask(supervisor, all[(b >> 3) % all.length]!);
  }

  #talking(): readonly AgentId[] {
    return [...this.floor.world.calls.values()].flatMap(({ connections }) =>
      connections.flatMap(({ party, connectedAt }) =>
        party.kind === 'agent' && connectedAt !== null && this.#session.has(party.agentId) ? [party.agentId] : [],
      ),
    );
  }

  /** Somebody asks to be away, or the supervisor decides on the first who has. */
  #leave(a: number, b: number): void {
    const supervisor = this.#supervisor(a);
    if (supervisor === undefined) return;
    const [first] = leavesInReach(this.floor.world, supervisor);
    if (first === undefined || b % 4 === 0) return this.#ask(this.#agentId(a >> 2), leaves(a, b)[b % 3]!);
    this.#ask(supervisor, leaveDecision(first, b));
  }

  /** One of them, come to work if he was not there. */
  #supervisor(n: number): AgentId | undefined {
    const { agents } = this.configuration;
    const supervisors = agents.filter(({ roleId }) => roleId === 'supervisor');
    const supervisor = supervisors[n % Math.max(1, supervisors.length)];
    if (supervisor !== undefined && !this.#session.has(supervisor.id)) {
      this.#open(agents.indexOf(supervisor), 1);
      return undefined;
    }
    return supervisor?.id;
  }

  #arrive(origin: Extract<Fact, { fact: 'inboundCall' }>['origin'], dialled: string): void {
    this.#calls += 1;
    const callId = `c${this.#calls}` as CallId;
    const connectionId = `${callId}.1` as ConnectionId;
    this.switch.connections.set(connectionId, { direction: 'in', up: false });
    this.#tell({ fact: 'inboundCall', callId, connectionId, origin, dialled });
  }

  #customer(a: number, b: number): void {
    const dialled = ['9500', '9501', '9501', '9502', '9503', '0000'][a % 6]!;
    this.#arrive(
      { kind: 'trunk', trunkId: 't', number: `0139000000${String(b % 12).padStart(2, '0')}`, name: '' },
      dialled,
    );
  }

  #phoneCalls(a: number, b: number): void {
    const dialled = ['8001', '8002', '1003', '9501', '01012345678', '777', '#'][b % 7]!;
    this.#arrive({ kind: 'device', deviceId: this.#deviceId(a) }, dialled);
  }

  /** Something becomes of one of the switch's connections. */
  #progress(a: number, b: number): void {
    const [connectionId, leg] = [...this.switch.connections][a % Math.max(1, this.switch.connections.size)] ?? [];
    if (connectionId === undefined || leg === undefined) return;
    const choice = b % 11;
    if (leg.direction === 'out' && !leg.up && choice < 2) {
      return this.#say({ fact: 'alerting', connectionId, earlyMedia: choice === 0 }, b >> 3);
    }
    if (leg.direction === 'out' && !leg.up && choice < 9) {
      leg.up = true;
      return this.#say({ fact: 'answered', connectionId }, b >> 3);
    }
    if (choice < 9) return;
    if (leg.up && b % 2 === 0) return;
    this.switch.connections.delete(connectionId);
    if (choice === 9 && b % 5 === 0) return this.#say({ fact: 'trunksBusy', connectionId }, b >> 3);
    this.#say({ fact: 'cleared', connectionId, cause: causes[(b >> 7) % causes.length]! }, b >> 3);
  }

  #key(a: number, b: number): void {
    const [connectionId, playId] = [...this.switch.playing][a % Math.max(1, this.switch.playing.size)] ?? [];
    if (connectionId === undefined || playId === undefined) return;
    if (b % 3 > 0) return this.#say({ fact: 'digit', connectionId, digit: '12#93'[b % 5]! }, b >> 3);
    this.switch.playing.delete(connectionId);
    this.#say({ fact: 'playbackFinished', connectionId, playId }, b >> 3);
  }

  #atPhone(a: number, b: number): void {
    const connectionId = [...this.switch.connections.keys()][a % Math.max(1, this.switch.connections.size)];
    if (connectionId === undefined) return;
    const facts: Fact[] = [
      { fact: 'heldByDevice', connectionId },
      { fact: 'retrievedByDevice', connectionId },
      { fact: 'transferByDevice', connectionId, dialled: ['8001', '8002', '9501', '01', 'x'][b % 5]! },
    ];
    this.#say(facts[b % 3]!, b >> 3);
  }

  #device(a: number, b: number): void {
    const deviceId = this.#deviceId(a);
    if (b % 3 === 0) {
      this.switch.registered.delete(deviceId);
      return this.#say({ fact: 'unregistered', deviceId }, b >> 3);
    }
    this.switch.registered.add(deviceId);
    this.#say({ fact: 'registered', deviceId, userAgent: 'phone' }, b >> 3);
  }

  /** Timers run out one at a time, each a turn of its own. */
  #time(a: number, b: number): void {
    const until = this.floor.now + [10, 1_000, 5_000, 30_000, 61_000][a % 5]! + (b % 7);
    for (;;) {
      const timerId = this.floor.nextTimer(until);
      if (timerId === null) break;
      this.#put({ type: 'timerExpired', timerId });
    }
    this.floor.now = until;
  }

  #loseLink(a: number, b: number): void {
    const agentId = this.#agentId(a);
    const sessionId = this.#session.get(agentId);
    if (sessionId !== undefined) {
      this.#put({ type: 'sessionClosed', sessionId, agentId, how: b % 4 === 0 ? 'ended' : 'lost' });
    }
  }

  #lateFact(a: number): void {
    const { late } = this.switch;
    const [fact] = late.splice(a % Math.max(1, late.length), 1);
    if (fact !== undefined) this.#tell(fact);
  }

  /** About things nobody has heard of, and timers that were cancelled long ago. */
  #nonsense(a: number, b: number): void {
    const connectionId = `ghost.${a % 3}` as ConnectionId;
    const timers = [`wrapUp:${this.#agentId(a)}`, `backOff:${this.#agentId(a)}`, `linkLoss:${this.#agentId(a)}`];
    timers.push(`leave:${this.#agentId(a)}`, 'day:');
    timers.push(`noAnswer:c${a % 9}.2`, `maximumWait:c${a % 9}`, `announce:c${a % 9}`, 'nothing', 'constructor:x');
    const timerId = timers[b % timers.length]! as never;
    if (a % 2 === 0 && !this.floor.timers.has(timerId)) return this.#put({ type: 'timerExpired', timerId });
    this.#tell(b % 2 === 0 ? { fact: 'answered', connectionId } : { fact: 'cleared', connectionId, cause: 'normal' });
  }

  /** The server dies with its last turns not yet written, comes back from its journal, and asks the switch. */
  #crash(a: number, b: number): void {
    const { floor } = this;
    if (a % 3 === 0) this.#frozen = { seq: floor.events.length, world: freezeWorld(floor.world) };
    const kept = this.#turns.at(-1 - (b % 4)) ?? 0;
    if (kept === 0) return;
    if (this.#frozen !== null && this.#frozen.seq > kept) this.#frozen = null;
    floor.events.length = kept;
    while ((this.#turns.at(-1) ?? 0) > kept) this.#turns.pop();
    floor.world =
      this.#frozen === null
        ? this.#fold(floor.events)
        : this.#fold(floor.events.slice(this.#frozen.seq), thawWorld(this.#frozen.world));
    floor.timers.clear();
    this.#session.clear();
    floor.put({ type: 'recovered' });
    this.#settle();
    this.#tell(this.switch.snapshot());
  }

  #fold(events: readonly Event[], world: World = createWorld()): World {
    for (const event of events) evolve(world, event);
    return world;
  }

  #reconfigure(a: number, b: number): void {
    const { agents, queues } = this.configuration;
    const configuration =
      b % 2 === 0
        ? this.configuration
        : {
            ...this.configuration,
            agents: agents.filter((_, n) => n !== a % agents.length),
            queues: queues.filter((_, n) => n !== a % queues.length),
          };
    this.#put({ type: 'configured', configuration });
  }
}
