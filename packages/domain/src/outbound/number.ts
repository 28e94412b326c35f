// Which numbers may be dialled, and what a dialled number means here.
import type { Target } from '../configuration.ts';
import type { AgentId, DeviceId } from '../ids.ts';
import { dialledDigits } from '../limits.ts';
import type { World } from '../world.ts';

/** @returns whether it is a number at all: an optional plus, then digits, stars and hashes. */
export const isNumber = (number: string): boolean => number.length <= dialledDigits && /^\+?[0-9*#]+$/.test(number);

/**
 * @param patterns digits, with `*` for any run of digits at the end: `0*`.
 * @returns whether an outside number may be dialled. A star or hash in a number matches no pattern: feature codes of a carrier stay closed.
 */
export function isAllowed(patterns: readonly string[], number: string): boolean {
  if (!/^\+?[0-9]+$/.test(number)) return false;
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? number.startsWith(pattern.slice(0, -1)) : number === pattern,
  );
}

/**
 * What a number means when a person here dials it: an access number, an extension, an agent's id, else an outside number.
 *
 * @returns where it leads; null: it is no number.
 */
export function targetOfDialled(world: World, dialled: string): Target | null {
  const { accessNumbers, devices, agents } = world.directory;
  const accessNumber = accessNumbers.get(dialled);
  if (accessNumber !== undefined) return accessNumber.target;
  if (devices.has(dialled as DeviceId)) return { kind: 'device', deviceId: dialled as DeviceId };
  if (agents.has(dialled as AgentId)) return { kind: 'agent', agentId: dialled as AgentId };
  return isNumber(dialled) ? { kind: 'number', number: dialled } : null;
}

/** Whether callers reach the tenant by this number: nobody may show the called party somebody else's. */
export const isOurs = (world: World, number: string): boolean =>
  number === world.configuration.tenant.displayNumber || world.directory.accessNumbers.has(number);
