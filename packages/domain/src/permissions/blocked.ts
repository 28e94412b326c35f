// What a blocked agent may not do: nothing that brings him new calls. One that goes on he may bring to its end.
import type { Agent } from '../agents/agent.ts';
import type { Command, Method } from '../command.ts';

const keptFromBlocked: ReadonlySet<Method> = new Set([
  'agent.setReady',
  'agent.setNotReady',
  'call.make',
  'phone.check',
  'queue.take',
  'supervision.listen',
  'supervision.whisper',
  'supervision.bargeIn',
  'supervision.pickUp',
  'supervision.takeOver',
]);

/** @returns whether a supervisor's block stands against it. */
export function blockedFrom({ blocked }: Agent, { method, params }: Pick<Command, 'method' | 'params'>): boolean {
  if (blocked === null) return false;
  const isReady = 'state' in params && params.state === 'ready';
  return keptFromBlocked.has(method) || (method === 'agent.signIn' && isReady);
}

/** The same without parameters: what buttons are enabled. */
export const blockedFromMethod = ({ blocked }: Agent, method: Method): boolean =>
  blocked !== null && keptFromBlocked.has(method);
