// Whom a call can be sent to, found by what the agent typed.
import { pickerHitsMax } from './limits.ts';
import type { AgentStateName, CallTarget, Directory } from './bar-state.ts';

export type Hit =
  | {
      readonly kind: 'agent';
      readonly name: string;
      readonly id: string;
      readonly state: AgentStateName;
      readonly reason: string;
      readonly to: CallTarget;
    }
  | {
      readonly kind: 'queue';
      readonly name: string;
      readonly id: string;
      readonly waiting: number | null;
      readonly to: CallTarget;
    }
  | { readonly kind: 'ivr'; readonly name: string; readonly id: string; readonly to: CallTarget }
  | { readonly kind: 'number'; readonly name: string; readonly id: string; readonly to: CallTarget };

/** Ready first, then those who may come back soon, the absent last. */
const nearness: Readonly<Record<AgentStateName, number>> = {
  ready: 0,
  workingAfterCall: 1,
  busy: 2,
  notReady: 3,
  null: 4,
};

/** What people put between digits: spaces, hyphens, dots, brackets (RFC 3966 §5.1.1 visual separators). */
const separators = /[\s\-.()]/g;

/** @returns the digits to dial, or null when this is no number */
export function dialable(text: string): string | null {
  const number = text.replace(separators, '');
  return /^\+?[0-9*#]{2,32}$/.test(number) ? number : null;
}

/**
 * @param typed the search; empty shows everybody
 * @param withQueues transfers may go to queues and menus; a call is made to people and numbers
 */
export function findTargets(directory: Directory, typed: string, self: string, withQueues: boolean): readonly Hit[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (...texts: readonly (string | null)[]): boolean =>
    wanted === '' || texts.some((text) => text?.toLocaleLowerCase().includes(wanted));
  const people = directory.colleagues
    .filter((one) => one.agentId !== self && fits(one.name, one.agentId, one.deviceId))
    .toSorted((a, b) => nearness[a.state] - nearness[b.state] || a.name.localeCompare(b.name))
    .slice(0, pickerHitsMax)
    .map((one): Hit => ({
      kind: 'agent',
      name: one.name,
      id: one.agentId,
      state: one.state,
      reason: one.reason,
      to: { kind: 'agent', agentId: one.agentId },
    }));
  const queues = (withQueues ? directory.queues : [])
    .filter((one) => fits(one.name, one.queueId))
    .slice(0, pickerHitsMax)
    .map((one): Hit => ({
      kind: 'queue',
      name: one.name,
      id: one.queueId,
      waiting: one.waiting,
      to: { kind: 'queue', queueId: one.queueId },
    }));
  const menus = (withQueues ? directory.menus : [])
    .filter((one) => fits(one.name, one.ivrId))
    .slice(0, pickerHitsMax)
    .map((one): Hit => ({ kind: 'ivr', name: one.name, id: one.ivrId, to: { kind: 'ivr', ivrId: one.ivrId } }));
  const presets = (withQueues ? directory.presets : [])
    .filter((one) => fits(one.name, one.ivrProfileId))
    .slice(0, pickerHitsMax)
    .map((one): Hit => ({
      kind: 'ivr',
      name: one.name,
      id: one.ivrProfileId,
      to: { kind: 'ivrProfile', ivrProfileId: one.ivrProfileId },
    }));
  const number = dialable(typed);
  const typedNumber: readonly Hit[] =
    number === null ? [] : [{ kind: 'number', name: number, id: number, to: { kind: 'number', number } }];
  return [...typedNumber, ...people, ...queues, ...menus, ...presets];
}
