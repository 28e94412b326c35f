// Who asks for a function, and the common steps of answering: his own agent, the queue he names, the call he means, a destination.
import type { Command, QueueId, Target } from '@cordboard/domain';
import type { Core } from '../../../core.ts';
import { agentOf } from '../channels.ts';
import type { Presence } from '../presence.ts';
import { failure, refusal, success, type Outcome } from './outcome.ts';

/** The connection or token that works for the person. */
export type Worker = object;

export type Asker = {
  readonly core: Core;
  readonly presence: Presence;
  readonly worker: Worker;
  /** Whether this worker may sign the agent in: no other one that is here works for him. */
  readonly mayWork: boolean;
  working(isWorking: boolean): void;
};

type Destination = {
  readonly destNumber?: string | undefined;
  readonly destAgent?: string | undefined;
  readonly destExtn?: string | undefined;
  readonly destQueue?: string | undefined;
};

/** Null: it is he himself, or he left it out. */
export function notHimself({ core, presence }: Asker, agent: string | undefined): Outcome | null {
  if (agent === undefined || agentOf(agent) === presence.agentId) return null;
  const place = core.placeOf(presence.tenantId, agentOf(agent) as Presence['agentId']);
  return place === null ? refusal({ refused: 'unknownAgent' }) : failure('otherAgent');
}

export function notHisQueue({ core, presence }: Asker, queue: string | undefined): Outcome | null {
  if (queue === undefined || queue === '') return null;
  const { id } = core.queuesOf(presence.tenantId).find((each) => each.id === queue || each.name === queue) ?? {};
  if (id === undefined) return refusal({ refused: 'unknownQueue' });
  const own = core.placeOf(presence.tenantId, presence.agentId)?.queues ?? [];
  return own.some((each) => each.id === id) ? null : failure('otherQueue');
}

export const queueIdOf = ({ core, presence }: Asker, queue: string): QueueId | null =>
  (core.queuesOf(presence.tenantId).find((each) => each.id === queue || each.name === queue)?.id as QueueId) ?? null;

/** Puts a command to the core; what it gives back is the message only where `shown` says how. */
export async function ask(
  { presence }: Asker,
  command: Command,
  shown: (result: unknown) => Outcome = () => success(),
): Promise<Outcome> {
  const reply = await presence.command(command);
  return 'refused' in reply ? refusal(reply) : shown(reply.result);
}

/** Exactly one destination; null: none, or several. */
export function targetOf(asker: Asker, { destNumber, destAgent, destExtn, destQueue }: Destination): Target | null {
  const wanted = [destNumber, destAgent, destExtn, destQueue].filter((each) => each !== undefined && each !== '');
  if (wanted.length !== 1) return null;
  if (destAgent) return { kind: 'agent', agentId: agentOf(destAgent) } as Target;
  if (destExtn) return { kind: 'device', deviceId: destExtn } as Target;
  if (destQueue) return { kind: 'queue', queueId: queueIdOf(asker, destQueue) ?? destQueue } as Target;
  return { kind: 'number', number: destNumber ?? '' };
}
