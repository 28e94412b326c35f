// POST /api/v1/control relays a command; GET /api/v1/calls says what calls there are.
import type { FastifyInstance } from 'fastify';
import type { Control } from '../control/control.ts';
import type { CtiClient } from '../cti/cti-client.ts';
import type { Audit } from '../storage/audit.ts';
import type { Sessions } from '../users/sessions.ts';
import { callerOf } from './caller.ts';
import { Problem, problemOf } from './problem.ts';

export type ControlParts = {
  readonly control: Control;
  readonly cti: CtiClient;
  readonly sessions: Sessions;
  readonly audit: Audit;
};

export function addControlRoutes(app: FastifyInstance, { control, cti, sessions, audit }: ControlParts): void {
  app.post('/api/v1/control', async (request) => {
    const { login } = callerOf(request, sessions);
    const note = (outcome: string): void =>
      audit.add({ login, address: request.ip, deed: 'control', outcome, detail: told(request.body) });
    try {
      const answer = await control.carryOut(login, request.body);
      note('done');
      return answer;
    } catch (error) {
      note(problemOf(error).code);
      throw error;
    }
  });

  app.get('/api/v1/calls', async (request) => {
    const { login } = callerOf(request, sessions);
    return (await cti.callsOf(login)).calls;
  });

  app.setNotFoundHandler(() => {
    throw new Problem('notFound');
  });
}

/** Which command on which call; what else is in it may be anybody's data. */
function told(body: unknown): Readonly<Record<string, string | number>> {
  const { name, cid } = (body ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(typeof name === 'string' ? { name: name.slice(0, 64) } : {}),
    ...(typeof cid === 'string' || typeof cid === 'number' ? { cid: String(cid).slice(0, 64) } : {}),
  };
}
