// Every method of the local server, and what carries it out: one that has nothing does not compile.
import type { IpscMethod } from '@cordboard/contract/dialects/ipsc';
import { callDeeds } from './call.deeds.ts';
import type { Deeds } from './deed.ts';
import { loginDeeds } from './login.deeds.ts';
import { programDeeds } from './program.deeds.ts';
import { queueDeeds } from './queue.deeds.ts';
import { stateDeeds } from './state.deeds.ts';
import { supervisionDeeds } from './supervision.deeds.ts';
import { telephoneDeeds } from './telephone.deeds.ts';
import { transferDeeds } from './transfer.deeds.ts';
import { windowDeeds } from './window.deeds.ts';

export const deeds: Deeds<IpscMethod> = {
  ...loginDeeds,
  ...stateDeeds,
  ...telephoneDeeds,
  ...callDeeds,
  ...transferDeeds,
  ...queueDeeds,
  ...supervisionDeeds,
  ...programDeeds,
  ...windowDeeds,
};
