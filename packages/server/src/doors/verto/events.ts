// From an event of the core to what is told on the channels: rows of the dialect, one message for each agent it is about.
import {
  callStateOf,
  connectionStates,
  stateOf,
  vertoEvents,
  type VertoEventRow,
} from '@cordboard/contract/dialects/verto';
import type { AgentView, CallView, ConnectionView, QueueView } from '@cordboard/contract';
import type { AgentId } from '@cordboard/domain';
import type { AgentPlace } from '../../core.ts';
import type { Topic } from './channels.ts';
import type { Fields } from './frame.ts';

/** An event as the native door sends it, read. */
export type CoreEvent = Fields & {
  readonly type: string;
  readonly seq: number;
  readonly at: number;
  readonly agent?: AgentView;
  readonly call?: CallView;
  readonly queue?: QueueView;
};

export type Told = { readonly topic: Topic; readonly eventType: string; readonly data: Fields };
export type PlaceOf = (agentId: string) => AgentPlace | null;

const rows: Readonly<Record<string, VertoEventRow>> = vertoEvents;

/** @returns what is told of an event, in order; nothing of what Verto has no word for. */
export function tell(event: CoreEvent, placeOf: PlaceOf): readonly Told[] {
  const row = rows[event.type];
  if (row === undefined) return [];
  if (row.eventType === 'queueStatus') return ofQueue(event, row);
  if (row.eventType === 'agentCall' && event.agent === undefined) return ofParties(event, row, placeOf);
  return ofAgent(event, row, placeOf);
}

const common = (event: CoreEvent, action: string): Fields => ({ action, timestamp: event.at, sequence: event.seq });

const textIn = (event: CoreEvent, name: string): string => {
  const value = event[name];
  return typeof value === 'string' ? value : '';
};

function ofAgent(event: CoreEvent, { eventType, action }: VertoEventRow, placeOf: PlaceOf): readonly Told[] {
  const agentId = String(event['agentId']);
  const place = placeOf(agentId);
  const topic: Topic = { kind: 'agent', agentId, place };
  const queues = place?.queues.map(({ id }) => id) ?? [];
  const { agent } = event;
  const about = { agentID: agentId, name: place?.name ?? '', extn: agent?.deviceId ?? event['deviceId'] ?? '' };
  const told = (what: string, more: Fields): Told => ({
    topic,
    eventType,
    data: { ...common(event, what), ...about, queueID: queues[0] ?? '', queues, ...more },
  });
  if (action === 'login') {
    // Seed 001: as many sign-ins as queues, then one busy.
    const logins = (queues.length === 0 ? [''] : queues).map((queueID) =>
      told('login', { queueID, state: 'LOGIN', reason: '' }),
    );
    return [...logins, told('busy', { state: 'UNREADY', reason: '', callstate: 'IDLE' })];
  }
  const reason = textIn(event, 'reason') || textIn(event, 'cause');
  const { pending = null } = agent ?? {};
  return [
    told(action, {
      state: agent === undefined ? 'LOGOUT' : stateOf(agent),
      callstate: agent === undefined ? 'IDLE' : callStateOf(agent),
      reason,
      ...(action === 'pending' && { pending }),
      ...('callId' in event && { callID: event['callId'] }),
    }),
  ];
}

type Party = ConnectionView['party'];
const numberOf = (party: Party): string => ('number' in party ? party.number : party.deviceId);

/** Who is in the call, who has just left it, and, when it is over, who was. */
function partiesOf({ call, ...event }: CoreEvent): ReadonlyMap<string, ConnectionView | null> {
  const parties = new Map<string, ConnectionView | null>();
  for (const connection of call?.connections ?? []) {
    if (connection.party.kind === 'agent') parties.set(connection.party.agentId, connection);
  }
  const party = event['party'] as Party | undefined;
  if (party?.kind === 'agent' && !parties.has(party.agentId)) parties.set(party.agentId, null);
  const { agentIds = [] } = (event['record'] ?? {}) as { readonly agentIds?: readonly AgentId[] };
  for (const agentId of agentIds) if (!parties.has(agentId)) parties.set(agentId, null);
  return parties;
}

function ofParties(event: CoreEvent, { action }: VertoEventRow, placeOf: PlaceOf): readonly Told[] {
  const { call } = event;
  const record = event['record'] as
    | { readonly from?: string; readonly dialled?: string; readonly kind?: string }
    | undefined;
  return [...partiesOf(event)].map(([agentId, own]) => ({
    topic: { kind: 'agent', agentId, place: placeOf(agentId) },
    eventType: 'agentCall',
    data: {
      ...common(event, action),
      agentID: agentId,
      callID: event['callId'],
      callstate: own === null ? 'IDLE' : own.muted ? 'MUTED' : connectionStates[own.state],
      kind: call?.kind ?? record?.kind ?? '',
      from: call === undefined ? (record?.from ?? '') : numberOf(call.from),
      to: call?.dialled ?? record?.dialled ?? '',
      queueID: own?.queueId ?? '',
      extn: own === null ? '' : numberOf(own.party),
      connectionID: event['connectionId'] ?? '',
      own: own !== null && own.connectionId === event['connectionId'],
      cause: event['cause'] ?? '',
      vars: call?.data ?? {},
    },
  }));
}

function ofQueue(event: CoreEvent, { action }: VertoEventRow): readonly Told[] {
  const queueId = String(event['queueId']);
  const { queue } = event;
  return [
    {
      topic: { kind: 'queue', queueId },
      eventType: 'queueStatus',
      data: {
        ...common(event, action),
        queueID: queueId,
        name: queue?.name ?? '',
        callID: event['callId'],
        reason: event['why'] ?? '',
        waiting: queue?.waiting ?? null,
      },
    },
  ];
}
