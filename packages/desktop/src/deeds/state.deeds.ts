// Groups, idle and busy.
import { workTypes } from '@cordboard/contract/dialects/ipsc';
import { Refusal } from '../agent/refusal.ts';
import type { Desk } from '../desk.ts';
import { limits } from '../limits.ts';
import type { Deeds } from './deed.ts';

const states = { onLine: 0, block: 1, pause: 2, idle: 4, ring: 5, work: 6 } as const;

/** @param ids none: all of his. */
async function signGroups(desk: Desk, ids: readonly string[], isSignIn: boolean): Promise<null> {
  const { cti, model } = desk;
  if (ids.some((id) => !model.groups.some((group) => group.id === id))) throw new Refusal('groupFailed');
  if (model.state === states.ring || model.state === states.work) throw new Refusal('working');
  const client = cti.client();
  // One who comes to his first group waits for calls, as IPSC has it; his telephone may still be on its way. Ready first:
  // without a group that shows nowhere.
  if (isSignIn && model.state === states.onLine) {
    await desk.until(({ sipAccounts }) => sipAccounts.some(isHis(desk)), limits.requestTimeoutMs);
    if (client.state.agent?.state !== 'ready') await client.call('agent.setReady');
  }
  await client.call(isSignIn ? 'queue.signIn' : 'queue.signOut', { queueIds: [...ids] });
  const named = (id: string): boolean => ids.length === 0 || ids.includes(id);
  await desk.settle(({ groups }) => groups.every(({ id, isSigned }) => !named(id) || isSigned === isSignIn));
  return null;
}

const isHis =
  ({ cti }: Desk) =>
  ({ ctiIndex, isRegisterActive }: Desk['model']['sipAccounts'][number]): boolean =>
    ctiIndex === cti.main && isRegisterActive;

/** Neither before the first group nor in a call. */
function mustBeChangeable({ model }: Desk): void {
  if (model.state === states.ring) throw new Refusal('busy', 'A call rings.');
  if (model.state === states.work) throw new Refusal('working');
  if (model.state === states.block) throw new Refusal('unexpectedState', 'A supervisor has blocked this agent.');
  if (model.state !== states.idle && model.state !== states.pause) throw new Refusal('notSignedIn');
}

export const reasonOf = (workType: number): string => {
  const row = Object.values(workTypes).find(({ value }) => value === workType);
  return row !== undefined && 'reason' in row ? row.reason : 'busy';
};

export const stateDeeds: Deeds<
  | 'getSkillGroups'
  | 'getGroups'
  | 'getAllGroups'
  | 'signIn'
  | 'signOut'
  | 'signGroups'
  | 'signGroup'
  | 'setIdle'
  | 'setBusy'
> = {
  getSkillGroups: ({ model }) => model.groups.map(({ id, name, isSigned }) => ({ id, name, signed: isSigned })),
  getGroups: ({ model }) => model.groups,
  getAllGroups: ({ model }) => model.allGroups,
  signIn: (desk, { groups }) => signGroups(desk, groups, true),
  signOut: (desk, { groups }) => signGroups(desk, groups, false),
  signGroups: (desk, params) => {
    const ids = 'ids' in params ? params.ids : 'id' in params ? params.id : [];
    return signGroups(desk, ids, params.isSignIn);
  },
  signGroup: (desk, { id, isSignIn }) => signGroups(desk, [id], isSignIn),
  async setIdle(desk) {
    mustBeChangeable(desk);
    const client = desk.cti.client();
    if (client.state.agent?.state === 'workingAfterCall') await client.call('agent.finishWrapUp', { state: 'ready' });
    else if (client.state.agent?.state !== 'ready') await client.call('agent.setReady');
    await desk.settle(({ state }) => state === states.idle);
    return null;
  },
  async setBusy(desk, { workType }) {
    mustBeChangeable(desk);
    const client = desk.cti.client();
    if (client.state.agent?.state === 'workingAfterCall')
      await client.call('agent.finishWrapUp', { state: 'notReady' });
    await client.call('agent.setNotReady', { reason: reasonOf(workType) });
    await desk.settle((model) => model.state === states.pause && model.workType === workType);
    return null;
  },
};
