// What is noted about a call: for everybody in it at the core, or for this user's programs alone; told before it is answered.
import type { Attached } from './attached.ts';
import { callIdOf, liveCall } from './call-commands.ts';
import { fixedParams } from './call-status.ts';
import { failure, ok, refusal, type Outcome } from './outcome.ts';

type Param = { readonly cid: string | number; readonly paramName: string; readonly paramValue: string };

export async function setCallParam(user: Attached, fields: Param): Promise<Outcome> {
  const found = liveCall(user, fields);
  if ('instead' in found) return found.instead;
  const { paramName: name, paramValue: value } = fields;
  if (fixedParams.has(name)) return failure(`paramName: ${name} follows from the call.`);
  const { cid } = found;
  const now = (): string | undefined => user.calls.find(cid)?.params[name];
  if ((now() ?? '') === value) return ok;
  const reply = await user.command({
    method: 'call.setData',
    params: { callId: callIdOf(found), data: { [name]: value } },
  });
  if ('refused' in reply) return refusal(reply);
  await user.until(() => (now() ?? '') === value || (user.calls.find(cid)?.state ?? 'ended') === 'ended');
  return ok;
}

export function setLocalParam(user: Attached, { cid: asked, paramName: name, paramValue: value }: Param): Outcome {
  const status = user.calls.find(asked);
  if (status === undefined) return failure('cid: he has no such call.');
  const { cid } = status;
  const { nccMaxLocalParams, nccMaxLocalParamCharacters } = user.limits;
  const known = user.calls.localParamsOf(cid);
  const isKnown = Object.hasOwn(known, name);
  if (isKnown && known[name] === value) return ok;
  if (name === '__proto__') return failure('paramName: this is no name.');
  if (value.length > nccMaxLocalParamCharacters) return failure('paramValue: this is too long.');
  if (!isKnown && Object.keys(known).length >= nccMaxLocalParams) return failure('There are too many local params.');
  user.calls.setLocalParam(cid, name, value);
  user.tell('LocalParamsUpdated', { cid, params: { [name]: value } });
  return ok;
}
