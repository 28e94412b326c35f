// The agent as pages see him: all that the methods give and the events are made of, at one moment.
import type { CallView } from '@cordboard/client';
import {
  callDirections,
  connectionStates,
  holdTypes,
  queueInfoStates,
  queueInfoTypes,
  sipCallStates,
  statusOf,
  teleStates,
  type IpscObjects,
  type QueueInfoTypeName,
} from '@cordboard/contract/dialects/ipsc';
import { limits } from '../limits.ts';
import { factsOf, isBetween, ownCallsAt, type OwnCall } from './facts.ts';
import { isCaller, numberOf, otherParty } from './own-calls.ts';
import type { ServerSight, Sight } from './sight.ts';

export type ModelCall = IpscObjects['call'] & { readonly phase: OwnCall['phase'] | 'over'; readonly callId: string };

export type Model = Omit<IpscObjects['agentModel'], 'calls'> & {
  readonly running: Sight['running'];
  readonly main: number;
  readonly calls: readonly ModelCall[];
  readonly phoneAccounts: readonly IpscObjects['phoneAccountInfo'][];
};

const work = 6;
const ring = 5;

/** @param before the model before this one: calls that are over stay until the agent is out of all of them. */
export function modelOf(sight: Sight, before: Model | null): Model {
  const main = sight.servers[sight.main];
  const agent = main?.client.agent ?? null;
  // He is out of his call, and what follows it has not been told yet: until then he is what he was.
  const { state, workType } = before !== null && isBetween(sight) ? before : statusOf(factsOf(sight));
  const calls = callsOf(sight);
  const isAtWork = state === work || state === ring;
  return {
    running: sight.running,
    main: sight.main,
    workerNum: sight.worker?.workerNum ?? '',
    displayName: sight.worker?.displayName ?? '',
    state,
    workType,
    teleState: teleStateOf(sight),
    groups: groupsOf(main),
    allGroups: groupsOf(main),
    ctiServers: sight.servers.map(({ host, port, connection }, index) => ({
      host,
      port,
      isMain: index === sight.main && sight.running !== 'Stopped',
      state: connectionStates[connection].value,
    })),
    calls: isAtWork ? [...calls, ...overCalls(before, calls)] : calls,
    queueInfos: sight.servers.flatMap((server, index) => queueInfosOf(sight, server, index)),
    phoneAccounts: sight.accounts.map(({ uri, status }, index) => ({ index, uri, registerStatusCode: status })),
    sipAccounts: sipAccountsOf(sight),
    stats: statsOf(agent?.statistics),
  };
}

/** As version 6 has it on the wire. */
export function agentModelOf(model: Model): IpscObjects['agentModel'] {
  const { running: _running, main: _main, phoneAccounts: _accounts, calls, ...rest } = model;
  return { ...rest, calls: calls.map(wireCall) };
}

export function wireCall({ phase: _phase, callId: _callId, ...call }: ModelCall): IpscObjects['call'] {
  return call;
}

function teleStateOf({ lines }: Sight): number {
  const isOff = lines.some(({ state }) => state === 'Confirmed' || state === 'Connecting' || state === 'Calling');
  return teleStates[isOff ? 'OffHook' : 'OnHook'].value;
}

function groupsOf(server: ServerSight | undefined): readonly IpscObjects['group'][] {
  if (server === undefined) return [];
  const signed = new Set<string>(server.client.agent?.queueIds);
  return server.client.queues.map(({ queueId, name }) => ({ id: queueId, name, isSigned: signed.has(queueId) }));
}

function callsOf(sight: Sight): readonly ModelCall[] {
  return sight.servers.flatMap((server, index) =>
    server.connection === 'Ok' || hasLine(sight, index)
      ? ownCallsAt(server, index).map((each) => modelCall(sight, each))
      : [],
  );
}

const hasLine = ({ lines, accounts }: Sight, ctiIndex: number): boolean =>
  lines.some(({ account, state }) => accounts[account]?.ctiIndex === ctiIndex && state === 'Confirmed');

function overCalls(before: Model | null, calls: readonly ModelCall[]): readonly ModelCall[] {
  const gone = (before?.calls ?? []).filter(
    (old) => !calls.some(({ ctiIndex, channel }) => ctiIndex === old.ctiIndex && channel === old.channel),
  );
  return gone.map((call) => ({ ...call, phase: 'over' as const })).slice(-limits.maxKeptCalls);
}

function modelCall({ channels }: Sight, { ctiIndex, call, own, phase }: OwnCall): ModelCall {
  const other = otherParty(call, own);
  const isHeld = phase === 'held' || phase === 'consulting';
  return {
    callId: call.callId,
    phase,
    ctiIndex,
    channel: channels.of(ctiIndex, call.callId),
    direction: callDirections[isCaller(call, own) ? 'Out' : 'In'].value,
    isHeld,
    holdType: holdTypes[phase === 'consulting' ? 'Consult' : isHeld ? 'Hold' : 'UnHold'].value,
    remoteTelNum: other === null ? call.dialled : numberOf(other),
    remoteLoc: call.attribution?.areaName.zh ?? '',
    h24CallCount: 0,
    h48CallCount: 0,
    workerNum: other?.kind === 'agent' ? other.agentId : '',
    groupId: own.queueId ?? '',
    ivrPath: call.data['ivrPath'] ?? '',
    customString: call.data['customString'] ?? '',
  };
}

function queueInfosOf(sight: Sight, { client }: ServerSight, ctiIndex: number): readonly IpscObjects['queueInfo'][] {
  const all = [...client.watched, ...client.calls];
  return all.flatMap((call) => queueInfoOf(sight, call, ctiIndex) ?? []);
}

/** @returns null: the call neither waits nor rings for a queue. */
export function queueInfoOf(
  { channels }: Pick<Sight, 'channels'>,
  call: CallView,
  ctiIndex: number,
): IpscObjects['queueInfo'] | null {
  const ringing = call.connections.find(
    ({ queueId, state }) => queueId !== null && (state === 'alerting' || state === 'initiated'),
  );
  const queueId = ringing?.queueId ?? call.queue?.queueId;
  if (queueId === undefined) return null;
  return {
    ctiIndex,
    channel: channels.of(ctiIndex, call.callId),
    id: call.callId,
    processId: call.callId,
    type: queueInfoTypes[typeOf(call)].value,
    state: queueInfoStates[ringing === undefined ? 'Join' : 'Assigned'].value,
    callingTelNum: numberOf(call.from),
    workerNum: ringing?.party.kind === 'agent' ? ringing.party.agentId : '',
    groups: [queueId],
    customString: call.data['customString'] ?? '',
  };
}

function typeOf({ kind, connections }: CallView): QueueInfoTypeName {
  const ringing = connections.find(({ state }) => state === 'alerting');
  if (ringing?.purpose === 'consultation') return 'Consult';
  if (ringing?.purpose === 'pickUp' || ringing?.purpose === 'takeOver') return 'Intercept';
  if (ringing?.purpose === 'transfer' || connections.some(({ askedBy }) => askedBy !== null)) return 'Transfer';
  return kind === 'internal' ? 'Internal' : kind === 'outbound' ? 'Outbound' : 'Inbound';
}

function sipAccountsOf({ accounts, lines }: Sight): readonly IpscObjects['sipAccount'][] {
  return accounts.map(({ ctiIndex, uri, isValid, isRegistered, status }, id) => ({
    ctiIndex,
    isValid,
    id,
    uri,
    isRegisterActive: isRegistered,
    lastRegisterError: isRegistered ? 0 : status,
    calls: lines
      .filter(({ account }) => account === id)
      .map(({ id: line, localUri, remoteUri, state }) => ({
        id: line,
        localUri,
        remoteUri,
        state: sipCallStates[state].value,
      })),
  }));
}

type Statistics = NonNullable<ServerSight['client']['agent']>['statistics'];

function statsOf(statistics: Statistics | undefined): IpscObjects['stats'] {
  const { callsAnswered = 0, callsMade = 0, talkMs = 0 } = statistics ?? {};
  return { dailyCallCount: callsAnswered + callsMade, dailyCallDuration: timeSpan(talkMs) };
}

/** As .NET writes a TimeSpan without fractions: `hh:mm:ss`. */
function timeSpan(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const s = ms / 1_000;
  return `${two(s / 3_600)}:${two((s / 60) % 60)}:${two(s % 60)}`;
}
