// The short list of calls that are over, out of the server's records and what was missed since.
import type { ResultOf } from '@cordboard/client';
import { recentCallsMax } from './limits.ts';
import type { RecentCall } from './bar-state.ts';

type CallRecord = ResultOf<'history.calls'>['calls'][number];

/** The record says from whom and to whom, not which of the two is this agent's own phone: his extension tells. */
export function recentOf(
  records: readonly CallRecord[],
  deviceId: string | null,
  queueName: (id: string) => string,
): readonly RecentCall[] {
  return records.slice(0, recentCallsMax).map((record) => {
    const outgoing = record.kind === 'outbound' || (record.kind === 'internal' && record.from === deviceId);
    return {
      callId: record.callId,
      way: outgoing ? 'outgoing' : record.outcome === 'answered' ? 'incoming' : 'missed',
      number: outgoing ? record.dialled : record.from,
      name: '',
      queueName: record.queueId === null ? null : queueName(record.queueId),
      at: record.startedAt,
      talkMs: record.talkMs,
    };
  });
}

/** Puts a call on top; one that is there already is replaced. */
export function withRecent(list: readonly RecentCall[], call: RecentCall): readonly RecentCall[] {
  return [call, ...list.filter((one) => one.callId !== call.callId)].slice(0, recentCallsMax);
}
