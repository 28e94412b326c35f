// Every method, and the types that follow from the rows; a domain command without a row, or with other parameters, does not compile.
import type { Method, ParamsOf as DomainParamsOf } from '@cordboard/domain';
import type { z } from 'zod';
import { agentMethods } from './agent.table.ts';
import { callMethods } from './call.table.ts';
import { consultationMethods } from './consultation.table.ts';
import { demoMethods } from './demo.table.ts';
import { directoryMethods } from './directory.table.ts';
import { historyMethods } from './history.table.ts';
import { leaveMethods } from './leave.table.ts';
import { phoneMethods } from './phone.table.ts';
import { queueMethods } from './queue.table.ts';
import { recordingMethods } from './recording.table.ts';
import { rightsMethods } from './rights.table.ts';
import { sessionMethods } from './session.table.ts';
import { supervisionMethods } from './supervision.table.ts';
import { statisticsMethods } from './statistics.table.ts';

export const methods = {
  ...sessionMethods,
  ...agentMethods,
  ...leaveMethods,
  ...rightsMethods,
  ...callMethods,
  ...consultationMethods,
  ...supervisionMethods,
  ...directoryMethods,
  ...queueMethods,
  ...statisticsMethods,
  ...recordingMethods,
  ...phoneMethods,
  ...historyMethods,
  ...demoMethods,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type ParamsOf<M extends MethodName> = z.output<Methods[M]['params']>;
export type ParamsInputOf<M extends MethodName> = z.input<Methods[M]['params']>;
export type ResultOf<M extends MethodName> = z.output<Methods[M]['result']>;

/** Methods that the door answers itself. */
export type DoorMethodName = { [M in MethodName]: Methods[M]['answeredBy'] extends 'door' ? M : never }[MethodName];
export type CoreMethodName = Exclude<MethodName, DoorMethodName>;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
/** `{}` and zod's word for it are the same. */
type KeysOf<Params> = string extends keyof Params ? never : keyof Params;
type Mismatch = {
  [M in Method | CoreMethodName]: M extends Method & CoreMethodName
    ? Same<KeysOf<ParamsOf<M>>, KeysOf<DomainParamsOf<M>>> extends true
      ? [KeysOf<DomainParamsOf<M>>] extends [never]
        ? never
        : Same<ParamsOf<M>, DomainParamsOf<M>> extends true
          ? never
          : M
      : M
    : M;
}[Method | CoreMethodName];

/** Not `true` when a method's row and its command differ: then this line does not compile, and names the method. */
export const rowsMatchCommands: [Mismatch] extends [never] ? true : Mismatch = true;
