// What the events of a CTI server say of calls that wait, in IPSC's words: joined, assigned, answered, timed out, given up.
import type { StreamEvent } from '@cordboard/client';
import { queueInfoStates, type Happening, type QueueInfoStateName } from '@cordboard/contract/dialects/ipsc';
import { queueInfoOf } from './model.ts';
import type { Sight } from './sight.ts';

type Dequeued = Extract<StreamEvent, { type: 'call.dequeued' }>;

const endOf: Readonly<Record<Dequeued['why'], QueueInfoStateName>> = {
  assigned: 'Answered',
  abandoned: 'Abandon',
  keyLeft: 'Abandon',
  timedOut: 'Timeout',
  full: 'Timeout',
  overflow: 'Timeout',
  transferred: 'Timeout',
};

function stateOf(event: StreamEvent): QueueInfoStateName | null {
  switch (event.type) {
    case 'call.queued':
    case 'call.requeued':
      return 'Join';
    case 'call.offered':
      return event.queueId === null ? null : 'Assigned';
    case 'call.dequeued':
      return endOf[event.why];
    default:
      return null;
  }
}

/** @returns null: the event says nothing about waiting. */
export function queueHappening(sight: Pick<Sight, 'channels'>, ctiIndex: number, event: StreamEvent): Happening | null {
  const state = stateOf(event);
  if (state === null || !('call' in event) || event.call === undefined) return null;
  const queueId = 'queueId' in event ? (event.queueId ?? '') : '';
  const known = queueInfoOf(sight, event.call, ctiIndex);
  const queueInfo = known ?? {
    ctiIndex,
    channel: sight.channels.of(ctiIndex, event.call.callId),
    id: event.call.callId,
    processId: event.call.callId,
    type: 0,
    callingTelNum: event.call.from.kind === 'outside' ? event.call.from.number : event.call.from.deviceId,
    workerNum: '',
    groups: [queueId],
    customString: event.call.data['customString'] ?? '',
  };
  return { name: 'queueInfo', detail: { queueInfo: { ...queueInfo, state: queueInfoStates[state].value } } };
}
