// Journal entries and settings for the store's suite.
import type {
  AgentId,
  CallId,
  CallRecord,
  Configuration,
  ConnectionId,
  Event,
  QueueId,
  TenantId,
} from '@cordboard/domain';
import type { JournalEntry } from '../../packages/server/src/storage/store.ts';

export const digit = (seq: number): JournalEntry => ({
  seq,
  event: {
    at: 1_700_000_000_000 + seq,
    type: 'call.digit',
    callId: `call-${seq % 10}` as CallId,
    connectionId: `call-${seq % 10}.1` as ConnectionId,
    digit: String(seq % 10),
  },
});

export const entriesFrom = (first: number, count: number): JournalEntry[] =>
  Array.from({ length: count }, (_, index) => digit(first + index));

export const busyEvent = (at: number, agentId: AgentId): Event => ({
  at,
  type: 'agent.busy',
  agentId,
  callId: 'c' as CallId,
});

export const callRecord = (callId: string, index: number): CallRecord => ({
  callId: callId as CallId,
  kind: 'inbound',
  from: '13800000000',
  dialled: '4001',
  startedAt: 1000 + index,
  answeredAt: 1005 + index,
  endedAt: 5000 + index,
  cause: 'normal',
  outcome: 'answered',
  queueId: (index % 2 === 0 ? 'sales' : 'support') as QueueId,
  waitMs: 5,
  talkMs: 3995,
  holdMs: 0,
  agentIds: [`100${index % 3}`, 'x'] as AgentId[],
  data: { language: 'ru' },
  recordingIds: [],
  grade: null,
});

export const configurationOf = (name: string): Configuration => ({
  tenant: { id: 'demo' as TenantId, name, outboundPatterns: ['0*'], displayNumber: '4001', linkLossGraceMs: 30_000 },
  agents: [],
  groups: [],
  roles: [],
  devices: [],
  queues: [],
  ivrs: [],
  accessNumbers: [],
  customers: [],
});
