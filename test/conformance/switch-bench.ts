// What the switch conformance suite needs of a switch under test: the driver, telephones on it, and a log of the facts it told.
import { join } from 'node:path';
import type { CallId, ConnectionId, DeviceId, Effect, Fact, Participant, RecordingId } from '@cordboard/domain';
import type { Phone, PhoneCall } from '@cordboard/telephony';
import { readWav } from '../support/wav.ts';
import type { SwitchDriver } from '../../packages/server/src/drivers/switch.ts';

export type SwitchBench = {
  readonly driver: SwitchDriver;
  readonly facts: Facts;
  /** A telephone that has registered as this extension. */
  extension(user: string): Promise<Phone>;
  /** Somebody outside, who calls in and is called by the trunk. */
  outside(number: string): Promise<Phone>;
  /** How many things the switch still holds for calls; 0 when all are over. */
  held(): Promise<number>;
  /** A recording's file; null where the switch keeps none. */
  readonly recordingFolder: string | null;
  /** How much of a recording under way has been written (s), where the file is not there before its end. */
  recordedSeconds?(path: string): Promise<number>;
  close(): Promise<void>;
};

/** How much of a recording there is by now (s); 0 where the switch keeps none. */
export async function secondsOf(bench: SwitchBench, path: string): Promise<number> {
  if (bench.recordedSeconds !== undefined) return bench.recordedSeconds(path);
  if (bench.recordingFolder === null) return 0;
  const wav = await readWav(join(bench.recordingFolder, path)).catch(() => null);
  return (wav?.channels[0]?.length ?? 0) / 8_000;
}

/** Case → why this switch cannot do it. */
export type Skips = Readonly<Partial<Record<string, string>>>;

/** Facts in the order they came; each wait looks at those that no earlier wait has taken. */
export class Facts {
  readonly all: Fact[] = [];
  readonly #taken = new Set<Fact>();
  readonly #waiting = new Set<() => void>();
  #follow: (fact: Fact) => void = () => undefined;

  readonly tell = (fact: Fact): void => {
    this.all.push(fact);
    for (const look of this.#waiting) look();
    this.#follow(fact);
  };

  /** Hands on every fact, those that came before first. */
  follow(follow: (fact: Fact) => void): void {
    this.#follow = follow;
    for (const fact of [...this.all]) follow(fact);
  }

  /** The next fact of this kind that matches. */
  next<F extends Fact['fact']>(
    kind: F,
    match: Partial<Extract<Fact, { fact: F }>> = {},
  ): Promise<Extract<Fact, { fact: F }>> {
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timeout);
        this.#waiting.delete(look);
        act();
      };
      const look = (): void => {
        const found = this.all.find((fact) => !this.#taken.has(fact) && fact.fact === kind && matches(fact, match));
        if (!found) return;
        this.#taken.add(found);
        finish(() => resolve(found as Extract<Fact, { fact: F }>));
      };
      const told = (): string => this.all.map((fact) => JSON.stringify(fact)).join('\n');
      const late = (): void => finish(() => reject(new Error(`no ${kind} ${JSON.stringify(match)} among\n${told()}`)));
      const timeout = setTimeout(late, 8_000);
      this.#waiting.add(look);
      look();
    });
  }

  count(kind: Fact['fact'], match: Record<string, unknown> = {}): number {
    return this.all.filter((fact) => fact.fact === kind && matches(fact, match)).length;
  }
}

function matches(fact: Fact, match: Record<string, unknown>): boolean {
  return Object.entries(match).every(([name, value]) => (fact as Record<string, unknown>)[name] === value);
}

/** The next call that comes to this telephone. */
export function incoming(phone: Phone): Promise<PhoneCall> {
  return new Promise((resolve) => {
    const off = phone.onIncoming((call) => {
      off();
      resolve(call);
    });
  });
}

// Short ways to say wishes.

let ids = 0;
export const newId = (): string => `c-${process.pid}-${(ids += 1)}`;

type Part = Pick<Participant, 'hears'> & Partial<Participant>;

export function topology(
  callId: CallId,
  participants: Readonly<Record<ConnectionId, Part>>,
  recordingId: string | null = null,
  recordingPaused = false,
): Effect & { effect: 'topology' } {
  const whole = Object.entries(participants).map(([connectionId, part]) => ({
    connectionId: connectionId as ConnectionId,
    stage: 'answered' as const,
    track: null,
    ...part,
  }));
  return {
    effect: 'topology',
    topology: { callId, participants: whole, recordingId: recordingId as RecordingId | null, recordingPaused },
  };
}

export const silence: Part = { hears: { kind: 'none' } };
export const music: Part = { hears: { kind: 'music', music: 'default' } };
export const ringback: Part = { hears: { kind: 'ringback' } };
export const hears = (...connectionIds: ConnectionId[]): Part => ({ hears: { kind: 'connections', connectionIds } });

export function originate(
  to: { device: string } | { number: string },
  options: Partial<Extract<Effect, { effect: 'originate' }>> = {},
): Extract<Effect, { effect: 'originate' }> {
  return {
    effect: 'originate',
    callId: newId() as CallId,
    connectionId: newId() as ConnectionId,
    to: 'device' in to ? { kind: 'device', deviceId: to.device as DeviceId } : { kind: 'number', number: to.number },
    from: { number: '13800138000', name: 'Customer' },
    timeoutMs: 20_000,
    data: {},
    ...options,
  };
}
