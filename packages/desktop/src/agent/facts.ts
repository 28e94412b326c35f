// What is true of the agent, out of what his CTI servers and his telephone say; the words for it are the dialect's.
import type { AgentView, CallView, ConnectionView } from '@cordboard/client';
import type { AgentFacts } from '@cordboard/contract/dialects/ipsc';
import { isCaller, ownConnection, phaseOf, type Phase } from './own-calls.ts';
import type { LineSight, ServerSight, Sight } from './sight.ts';

export type OwnCall = {
  readonly ctiIndex: number;
  readonly call: CallView;
  readonly own: ConnectionView;
  readonly phase: Phase;
};

/** The agent's calls at one CTI server. Of a server that is lost: as they were. */
export function ownCallsAt({ client }: ServerSight, ctiIndex: number): readonly OwnCall[] {
  const { agent, calls } = client;
  if (agent === null) return [];
  return calls.flatMap((call) => {
    const own = ownConnection(call, agent);
    const phase = own && phaseOf(call, own);
    return own && phase ? [{ ctiIndex, call, own, phase }] : [];
  });
}

const isLive = ({ state }: LineSight): boolean => state !== 'Disconnected' && state !== 'Null' && state !== 'Incoming';

/** A call of the telephone that no CTI server watches now: its server is lost, or it never had one. */
export function unwatchedLine({ servers, accounts, lines }: Sight): LineSight | null {
  return (
    lines.find((line) => {
      const server = servers[accounts[line.account]?.ctiIndex ?? -1];
      return isLive(line) && (server?.connection !== 'Ok' || line.callId === null);
    }) ?? null
  );
}

const nobody: Pick<AgentView, 'state' | 'reason' | 'queueIds' | 'blocked'> = {
  state: 'null',
  reason: '',
  queueIds: [],
  blocked: false,
};

export function factsOf(sight: Sight): AgentFacts {
  const main = sight.servers[sight.main];
  const isUp = main?.connection === 'Ok';
  const { state, reason, queueIds, blocked } = main?.client.agent ?? nobody;
  const calls = main === undefined ? [] : ownCallsAt(main, sight.main);
  const line = isUp && state === 'busy' ? null : unwatchedLine(sight);
  const active = calls.find(({ phase }) => phase !== 'held') ?? calls[0];
  return {
    isLoggedIn: sight.running === 'Started' && isUp,
    isBlocked: blocked,
    servesGroup: queueIds.length > 0,
    state,
    reason,
    supervises: main?.client.supervision?.mode ?? null,
    consults: calls.some(isConsulting),
    rings: calls.some(({ phase }) => phase === 'ringing'),
    talks: calls.some(({ phase }) => phase === 'talking' || phase === 'dialling'),
    holds: calls.some(({ phase }) => phase === 'held'),
    called: line === null ? active !== undefined && isCaller(active.call, active.own) : line.direction === 'out',
    hasUnwatchedCall: sight.running === 'Started' && line !== null,
    lostInCall: sight.running === 'Started' && !isUp && calls.length > 0,
  };
}

/** Busy with nothing: the event that ends his part in a call comes before the one that says what he is now. */
export function isBetween({ servers, main }: Sight): boolean {
  const server = servers[main];
  if (server?.connection !== 'Ok' || server.client.agent?.state !== 'busy') return false;
  return server.client.supervision === null && ownCallsAt(server, main).length === 0;
}

/** The whole time in which a third party is asked, whomever the agent talks with. */
function isConsulting({ call: { consultation }, own }: OwnCall): boolean {
  if (consultation === null || consultation.by !== own.connectionId) return false;
  return consultation.state !== 'conference' && consultation.state !== 'inviting';
}
