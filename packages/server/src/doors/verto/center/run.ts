// Runs a function of the call centre by its name: arguments checked by its row, an answer in any case and in time.
import { centerFunctions as rows, type CenterFunction } from '@cordboard/contract/dialects/verto';
import type { z } from 'zod';
import { isFields } from '../frame.ts';
import type { Desk } from '../requests.ts';
import type { Presence } from '../presence.ts';
import type { Asker, Worker } from './asker.ts';
import { centerFunctions } from './functions.ts';
import { failure, type Outcome } from './outcome.ts';

const isFunction = (name: string): name is CenterFunction => Object.hasOwn(rows, name);

/** What a `jsapi` request carries: `{method: "ccc", func, data}`. */
export async function runFunction(desk: Desk, presence: Presence, worker: Worker, data: unknown): Promise<Outcome> {
  if (!isFields(data)) return failure('missingData');
  if (data['method'] !== 'ccc') return failure('missingModule');
  const { func } = data;
  if (typeof func !== 'string' || func === '') return failure('missingFunction');
  return callFunction(desk, presence, worker, func, data['data']);
}

/** @param args the function's own arguments, whoever sent them. */
export async function callFunction(
  desk: Desk,
  presence: Presence,
  worker: Worker,
  name: string,
  args: unknown,
): Promise<Outcome> {
  if (!isFunction(name)) return failure('unknownFunction', name.slice(0, 64));
  if (!isFields(args)) return failure('missingData');
  const checked = (rows[name].args as z.ZodObject).safeParse(args);
  if (!checked.success) return failure('wrongArgument', checked.error.issues[0]?.path.join('.') ?? '');
  const asker: Asker = {
    core: desk.core,
    presence,
    worker,
    mayWork: presence.mayWork(worker),
    working: (isWorking) => presence.works(worker, isWorking),
  };
  const run = centerFunctions[name] as (asker: Asker, args: unknown) => Outcome | Promise<Outcome>;
  return within(run(asker, checked.data), desk.limits.vertoFunctionMs);
}

async function within(work: Outcome | Promise<Outcome>, ms: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve(failure('tooLate')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return failure('serverFailed');
  } finally {
    clearTimeout(timer);
  }
}
