// Logging in and out, and who is there.
import { runningStates } from '@cordboard/contract/dialects/ipsc';
import { agentModelOf } from '../agent/model.ts';
import { Refusal } from '../agent/refusal.ts';
import type { Deeds } from './deed.ts';

export const loginDeeds: Deeds<
  | 'logIn'
  | 'logOut'
  | 'getConnectState'
  | 'getCtiServers'
  | 'getWorkerNum'
  | 'getAgentRunningState'
  | 'getModel'
  | 'getStatus'
  | 'getStats'
> = {
  async logIn({ cti, model, happened }, { workerNum, password }) {
    if (model.running !== 'Stopped') throw new Refusal('alreadyLoggedIn');
    if (workerNum.trim() === '') throw new Refusal('wrongWorkerNum');
    await cti.logIn({ login: workerNum, password });
    happened({ name: 'loginCompleted', detail: {} });
    return null;
  },
  async logOut({ cti, model }) {
    if (model.calls.some(({ phase }) => phase !== 'over')) throw new Refusal('working');
    await cti.logOut();
    return null;
  },
  getConnectState: ({ model }) => model.ctiServers.map(({ state }, index) => ({ index, state })),
  getCtiServers: ({ model }) => model.ctiServers,
  getWorkerNum: ({ model }) => [model.workerNum, model.displayName],
  getAgentRunningState: ({ model }) => runningStates[model.running].value,
  getModel: ({ model }) => agentModelOf(model),
  getStatus: ({ model }) => [model.state, model.workType],
  getStats: ({ model }) => model.stats,
};
