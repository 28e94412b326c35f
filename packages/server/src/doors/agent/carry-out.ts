// From a request to its answer: the method's row says what parameters it takes, who may ask before sign-in, and who answers.
import { bindParameters, methods, type MethodName, type NotRequest, type Request } from '@cordboard/contract';
import type { Command } from '@cordboard/domain';
import { answers } from './answers.ts';
import type { Asker, SignedIn } from './asker.ts';
import type { Answer } from './reply.ts';

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);

export async function carryOut(asker: Asker, request: Request | NotRequest, { open }: SignedIn): Promise<Answer> {
  if ('wrong' in request) return refusedAs(request);
  const { method } = request;
  if (!isMethod(method)) return { refused: 'methodNotFound' };
  const given = bindParameters(methods[method].params, request.params);
  if ('field' in given) return { refused: 'invalidParams', ...given };
  if (methods[method].answeredBy === 'core') return open.command({ method, params: given.params } as Command);
  return answerAtDoor(asker, method, given.params);
}

/** Before sign-in a method that nobody knows is answered like one that is not for strangers. */
export async function carryOutForStranger(asker: Asker, request: Request | NotRequest): Promise<Answer> {
  if ('wrong' in request) return refusedAs(request);
  const { method } = request;
  if (!isMethod(method) || methods[method].by !== 'anyone') return { refused: 'notAuthenticated' };
  const given = bindParameters(methods[method].params, request.params);
  return 'field' in given ? { refused: 'invalidParams', ...given } : answerAtDoor(asker, method, given.params);
}

function answerAtDoor(asker: Asker, method: MethodName, params: unknown): Answer | Promise<Answer> {
  const answer = answers[method as keyof typeof answers] as (asker: Asker, params: unknown) => Answer | Promise<Answer>;
  return answer(asker, params);
}

function refusedAs({ wrong, detail, field }: NotRequest): Answer {
  return { refused: wrong, detail, ...(field === undefined ? {} : { field }) };
}
