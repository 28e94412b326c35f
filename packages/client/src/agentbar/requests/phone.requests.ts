// What the methods about the telephone, the grade and missed calls do.
import { ownCall, type Checks, type Requests } from '../context.ts';
import { barLimits } from '../limits.ts';
import { present } from './call.requests.ts';

export const phoneRequests = {
  DoCheck: ({ ask }) => ask('phone.check'),
  DoGrade: async (context, language) =>
    void (await context.ask('call.grade', {
      callId: present(context).call.callId,
      language: language.toLowerCase() === 'en' ? 'en' : 'zh',
    })),
  DoGetNoAnswerCalls: async ({ ask, properties, raise }) => {
    const { AgentID, NoAnswerCallsURL } = properties;
    const calls =
      NoAnswerCallsURL === ''
        ? (await ask('agent.missedCalls')).missedCalls
        : await readFrom(NoAnswerCallsURL, AgentID);
    if (calls === null) return { retCode: -83 };
    raise(
      'GetNoAnswerCallsEvent',
      AgentID,
      calls.map((call) => JSON.stringify(call)),
    );
    return { calls };
  },
} satisfies Partial<Requests>;

/** @returns what the address answers for this agent, a JSON list; null when it does not. */
async function readFrom(address: string, agentId: string): Promise<readonly unknown[] | null> {
  try {
    const url = new URL(address);
    url.searchParams.set('agentID', agentId);
    const answer = await fetch(url, { signal: AbortSignal.timeout(barLimits.webServiceTimeoutMs) });
    const list: unknown = answer.ok ? await answer.json() : null;
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

export const phoneChecks: Checks = { DoGrade: ({ state }) => (ownCall(state) === null ? -81 : 0) };
