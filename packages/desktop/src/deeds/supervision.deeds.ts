// What supervisors do to others.
import type { CordboardClient } from '@cordboard/client';
import { Refusal } from '../agent/refusal.ts';
import type { Desk } from '../desk.ts';
import { limits } from '../limits.ts';
import type { Deeds } from './deed.ts';
import { reasonOf } from './state.deeds.ts';

type Named = { readonly workerNum: string; readonly ctiIndex?: number };

/** The server at which somebody is to be looked for: the one named, else the main one. */
function serverOf(desk: Desk, { ctiIndex, workerNum }: Named): CordboardClient {
  if (workerNum === desk.model.workerNum) throw new Refusal('onSelf');
  return desk.cti.client(ctiIndex);
}

type AtCall = 'supervision.listen' | 'supervision.whisper' | 'supervision.bargeIn' | 'supervision.pickUp';

/** One's own telephone is called first, and picks up by itself. */
async function goTo(desk: Desk, named: Named, method: AtCall): Promise<null> {
  const client = serverOf(desk, named);
  await client.call(method, { agentId: named.workerNum });
  if (method !== 'supervision.pickUp') await desk.until(({ teleState }) => teleState === 1, limits.offHookTimeoutMs);
  return null;
}

async function leave(desk: Desk): Promise<null> {
  await desk.cti.client().call('supervision.end');
  return null;
}

export const supervisionDeeds: Deeds<
  | 'monitor'
  | 'unMonitor'
  | 'intercept'
  | 'interrupt'
  | 'whisper'
  | 'unWhisper'
  | 'hangupByWorkerNum'
  | 'setBusyByWorkerNum'
  | 'setIdleByWorkerNum'
  | 'signOutByWorkerNum'
  | 'block'
  | 'unBlock'
  | 'kickOut'
> = {
  monitor: (desk, named) => goTo(desk, named, 'supervision.listen'),
  whisper: (desk, named) => goTo(desk, named, 'supervision.whisper'),
  interrupt: (desk, named) => goTo(desk, named, 'supervision.bargeIn'),
  intercept: (desk, named) => goTo(desk, named, 'supervision.pickUp'),
  unMonitor: leave,
  unWhisper: leave,
  async hangupByWorkerNum(desk, named) {
    await serverOf(desk, named).call('supervision.clearCall', { agentId: named.workerNum });
    return null;
  },
  async setBusyByWorkerNum(desk, { workerNum, workType }) {
    const reason = reasonOf(workType);
    await serverOf(desk, { workerNum }).call('supervision.forceState', {
      agentId: workerNum,
      state: 'notReady',
      reason,
    });
    return null;
  },
  async setIdleByWorkerNum(desk, { workerNum }) {
    await serverOf(desk, { workerNum }).call('supervision.forceState', { agentId: workerNum, state: 'ready' });
    return null;
  },
  async signOutByWorkerNum(desk, { workerNum, groupId }) {
    await serverOf(desk, { workerNum }).call('supervision.signOutOfQueue', { agentId: workerNum, queueId: groupId });
    return null;
  },
  async block(desk, { workerNum }) {
    await serverOf(desk, { workerNum }).call('supervision.block', { agentId: workerNum });
    return null;
  },
  async unBlock(desk, { workerNum }) {
    await serverOf(desk, { workerNum }).call('supervision.unblock', { agentId: workerNum });
    return null;
  },
  async kickOut(desk, { workerNum }) {
    await serverOf(desk, { workerNum }).call('supervision.signOut', { agentId: workerNum });
    return null;
  },
};
