// What happened between two moments, in the order in which pages are told: first the way to the servers, then the agent, then his calls.
import type { Happening, HappeningName, Happenings } from '@cordboard/contract/dialects/ipsc';
import { wireCall, type Model, type ModelCall } from './model.ts';

function said<Name extends HappeningName>(name: Name, detail: Happenings[Name]): Happening {
  return { name, detail } as Happening;
}

export function happeningsBetween(before: Model, after: Model): readonly Happening[] {
  return [
    ...connections(before, after),
    ...(before.main !== after.main && after.running !== 'Stopped' ? [said('mainConnection', {})] : []),
    ...registrations(before, after),
    ...(differ(before.groups, after.groups) ? [said('groups', {})] : []),
    ...status(before, after),
    ...teleState(before, after),
    ...calls(before, after),
    ...(differ(
      before.sipAccounts.map(({ calls: each }) => each),
      after.sipAccounts.map(({ calls: each }) => each),
    )
      ? [said('sipCall', {})]
      : []),
    ...(differ(before.stats, after.stats) ? [said('stats', {})] : []),
  ];
}

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

function connections(before: Model, after: Model): readonly Happening[] {
  return after.ctiServers.flatMap(({ state }, ctiIndex) => {
    const oldState = before.ctiServers[ctiIndex]?.state ?? 0;
    return oldState === state ? [] : [said('connection', { ctiIndex, oldState, newState: state })];
  });
}

function registrations(before: Model, after: Model): readonly Happening[] {
  return after.phoneAccounts.flatMap((account, index) =>
    differ(before.phoneAccounts[index], account) ? [said('registration', { account })] : [],
  );
}

function status(before: Model, after: Model): readonly Happening[] {
  if (before.state === after.state && before.workType === after.workType) return [];
  return [
    said('status', {
      oldState: before.state,
      newState: after.state,
      oldWorkType: before.workType,
      newWorkType: after.workType,
    }),
  ];
}

function teleState({ teleState: oldState }: Model, { teleState: newState }: Model): readonly Happening[] {
  return oldState === newState ? [] : [said('teleState', { oldState, newState })];
}

function calls(before: Model, after: Model): readonly Happening[] {
  if (!differ(before.calls, after.calls)) return [];
  const old = (call: ModelCall): ModelCall | undefined =>
    before.calls.find(({ ctiIndex, channel }) => ctiIndex === call.ctiIndex && channel === call.channel);
  const rings = after.calls.filter((call) => call.phase === 'ringing' && old(call)?.phase !== 'ringing');
  const held = after.calls.filter((call) => call.isHeld !== (old(call)?.isHeld ?? false) && call.phase !== 'over');
  const gone = before.calls.some((call) => isHeld(call) && !after.calls.some((one) => isHeld(one) && same(one, call)));
  return [
    ...rings.map((call) => said('ring', { call: wireCall(call) })),
    ...held.map((call) => said('held', { call: wireCall(call) })),
    ...(held.length > 0 || gone ? [said('holdList', {})] : []),
    said('calls', {}),
  ];
}

/** A call that is over is held no more, although its entry says how it was. */
export const isHeld = (call: ModelCall): boolean => call.isHeld && call.phase !== 'over';
const same = (one: ModelCall, other: ModelCall): boolean =>
  one.ctiIndex === other.ctiIndex && one.channel === other.channel;
