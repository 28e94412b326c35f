// How many inputs a second the heart takes: 2,000 agents in several queues live whole calls on one thread.
import { createWorld, step } from '@cordboard/domain';
import type {
  AgentId,
  CallId,
  Configuration,
  ConnectionId,
  DeviceId,
  Effect,
  GroupId,
  Input,
  IvrId,
  Ms,
  QueueId,
  RoleId,
  SelectionStrategy,
  SessionId,
  TenantId,
  TimerId,
} from '@cordboard/domain';

const agentCount = 2_000;
const queueCount = 20;
const membersPerQueue = 400;
const concurrentCalls = 1_500;
/** The bench's clock ticks once per turn. */
const wrapUpTurns = 500;
const barPerSecond = 200_000;
const warmUpInputs = 600_000;
const measuredInputs = Number(process.env.BENCH_INPUTS ?? 1_500_000);

const agentAt = (n: number): AgentId => `a${n}` as AgentId;
const deviceAt = (n: number): DeviceId => `d${n}` as DeviceId;
const queueAt = (n: number): QueueId => `q${n}` as QueueId;
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const configurationFor = (strategy: SelectionStrategy): Configuration => ({
  tenant: { id: 'bench' as TenantId, name: 'Bench', outboundPatterns: [], displayNumber: '', linkLossGraceMs: 60_000 },
  agents: count(agentCount).map((n) => ({
    id: agentAt(n),
    name: `Agent ${n}`,
    groupId: `g${n % 50}` as GroupId,
    roleId: 'agent' as RoleId,
    skills: {},
  })),
  groups: count(50).map((n) => ({ id: `g${n}` as GroupId, name: `Group ${n}` })),
  roles: [{ id: 'agent' as RoleId, name: 'Agent', rank: 'agent', scope: 'own', rights: [] }],
  devices: count(agentCount).map((n) => ({ id: deviceAt(n), name: `Phone ${n}` })),
  queues: count(queueCount).map((q) => ({
    id: queueAt(q),
    name: `Queue ${q}`,
    strategy,
    members: count(membersPerQueue).map((n) => ({
      agentId: agentAt((q * (agentCount / queueCount) + n) % agentCount),
      priority: 1,
    })),
    requiredSkills: [],
    maximumWaitMs: 600_000,
    maximumWaiting: null,
    overflow: { kind: 'hangUp' },
    noAnswerMs: 20_000,
    noAnswerBackoffMs: 10_000,
    noAnswerLimit: null,
    wrapUpMs: wrapUpTurns,
    recorded: true,
    serviceLevelMs: 20_000,
    greeting: [],
    announceEveryMs: null,
    music: 'default',
  })),
  ivrs: [
    {
      id: 'menu' as IvrId,
      name: 'Menu',
      start: 'ask',
      nodes: {
        ask: {
          kind: 'menu',
          prompts: [{ kind: 'sound', name: 'menu' }],
          timeoutMs: 5_000,
          attempts: 2,
          branches: Object.fromEntries(count(10).map((n) => [String(n), `to${n}`])),
          otherwise: 'to0',
        },
        ...Object.fromEntries(
          count(10).map((n) => [`to${n}`, { kind: 'send', target: { kind: 'queue', queueId: queueAt(n * 2) } }]),
        ),
      },
    },
  ],
  accessNumbers: [
    { number: '9500', name: 'Menu', target: { kind: 'ivr', ivrId: 'menu' as IvrId } },
    ...count(queueCount).map((n) => ({
      number: `95${10 + n}`,
      name: `Queue ${n}`,
      target: { kind: 'queue' as const, queueId: queueAt(n) },
    })),
  ],
  customers: [],
});

/** Drives calls through their lives; what the core wishes decides what comes next. */
class Day {
  readonly world;
  inputs = 0;
  events = 0;
  calls = 0;
  live = 0;
  #now: Ms = 1_000_000;
  /** What will come in, in the order it was caused. */
  readonly #coming: Input[] = [];
  #head = 0;
  readonly #wrapUps: { due: Ms; timerId: TimerId }[] = [];
  #wrapUpHead = 0;

  constructor(strategy: SelectionStrategy) {
    this.world = createWorld(configurationFor(strategy));
    for (const n of count(agentCount)) this.#signIn(n);
  }

  run(inputs: number): void {
    const until = this.inputs + inputs;
    while (this.inputs < until) {
      this.#now += 1;
      if (this.live < concurrentCalls) this.#customer();
      const wrapUp = this.#wrapUps[this.#wrapUpHead];
      if (wrapUp !== undefined && wrapUp.due <= this.#now) {
        this.#wrapUpHead += 1;
        this.#put({ type: 'timerExpired', timerId: wrapUp.timerId, at: this.#now });
      }
      const next = this.#coming[this.#head];
      if (next === undefined) {
        if (this.#wrapUpHead === this.#wrapUps.length && this.live >= concurrentCalls)
          throw new Error('nothing more comes');
        continue;
      }
      this.#head += 1;
      this.#put({ ...next, at: this.#now });
      if (this.#head > 10_000) {
        this.#coming.splice(0, this.#head);
        this.#head = 0;
        this.#wrapUps.splice(0, this.#wrapUpHead);
        this.#wrapUpHead = 0;
      }
    }
  }

  #signIn(n: number): void {
    const [agentId, sessionId, deviceId] = [agentAt(n), `s${n}` as SessionId, deviceAt(n)];
    this.#put({ type: 'sessionOpened', agentId, sessionId, at: this.#now });
    this.#put({ type: 'fact', fact: { fact: 'registered', deviceId, userAgent: 'bench' }, at: this.#now });
    const command = { method: 'agent.signIn', params: { deviceId, state: 'ready' } } as const;
    this.#put({ type: 'command', agentId, sessionId, command, newId: `n${n}`, at: this.#now });
  }

  #customer(): void {
    this.calls += 1;
    this.live += 1;
    const callId = `c${this.calls}` as CallId;
    const connectionId = `${callId}.1` as ConnectionId;
    const dialled = this.calls % 2 === 0 ? '9500' : `95${10 + (this.calls % queueCount)}`;
    const origin = { kind: 'trunk', trunkId: 't', number: `013${this.calls}`, name: '' } as const;
    this.#put({ type: 'fact', at: this.#now, fact: { fact: 'inboundCall', callId, connectionId, origin, dialled } });
  }

  #put(input: Input): void {
    this.inputs += 1;
    const { effects } = step(this.world, input, (event) => {
      this.events += 1;
      if (event.type === 'call.cleared') this.live -= 1;
    });
    for (const effect of effects) this.#caused(effect);
  }

  #caused(effect: Effect): void {
    const at = this.#now;
    if (effect.effect === 'play') {
      this.#coming.push({
        type: 'fact',
        at,
        fact: { fact: 'digit', connectionId: effect.connectionId, digit: String(this.calls % 10) },
      });
    } else if (effect.effect === 'originate') {
      const { connectionId, callId } = effect;
      this.#coming.push(
        { type: 'fact', at, fact: { fact: 'alerting', connectionId, earlyMedia: false } },
        { type: 'fact', at, fact: { fact: 'answered', connectionId } },
        { type: 'fact', at, fact: { fact: 'heldByDevice', connectionId } },
        { type: 'fact', at, fact: { fact: 'retrievedByDevice', connectionId } },
        { type: 'fact', at, fact: { fact: 'cleared', connectionId: `${callId}.1` as ConnectionId, cause: 'normal' } },
      );
    } else if (effect.effect === 'startTimer' && effect.timerId.startsWith('wrapUp:')) {
      this.#wrapUps.push({ due: at + wrapUpTurns, timerId: effect.timerId });
    }
  }
}

process.stdout.write(
  '| strategy | inputs/s of processor time | inputs/s by the clock | events/s of processor time | calls | bar |\n| --- | ---: | ---: | ---: | ---: | ---: |\n',
);
let missed = false;
for (const strategy of ['longestIdle', 'roundRobin', 'random'] as const) {
  const day = new Day(strategy);
  // The compiler has done its work before the clock starts.
  day.run(warmUpInputs);
  const [events, calls] = [day.events, day.calls];
  const begin = process.hrtime.bigint();
  const beginCpu = process.cpuUsage();
  day.run(measuredInputs);
  const cpu = process.cpuUsage(beginCpu);
  const wallSeconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const perSecond = Math.round((measuredInputs * 1e6) / (cpu.user + cpu.system));
  const perWallSecond = Math.round(measuredInputs / wallSeconds);
  const eventsPerSecond = Math.round(((day.events - events) * 1e6) / (cpu.user + cpu.system));
  process.stdout.write(
    `| ${strategy} | ${perSecond} | ${perWallSecond} | ${eventsPerSecond} | ${day.calls - calls} | ${strategy === 'longestIdle' ? barPerSecond : '-'} |\n`,
  );
  const waiting = [...day.world.queues.values()].reduce((sum, queue) => sum + queue.waiting.length, 0);
  process.stderr.write(`${strategy}: ${day.live} live calls, ${waiting} waiting, ${day.world.available.size} free\n`);
  if (strategy === 'longestIdle' && perSecond < barPerSecond) missed = true;
}
process.stdout.write(
  `\n${agentCount} agents, ${queueCount} queues of ${membersPerQueue}, up to ${concurrentCalls} calls at once, one thread: ` +
    'arrival, menu, queue, ringing, answer, hold, retrieve, clearing and wrap-up; journal and wishes are taken but not carried out. Processor time includes garbage collection; the bar is held against it, so that neighbours on the machine do not count.\n',
);
if (missed) process.exitCode = 1;
