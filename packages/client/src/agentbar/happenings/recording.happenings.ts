// What the agent's page hears of the recording of his call.
import type { CallView } from '@cordboard/contract';
import { connectionOf, type HappeningContext, type Happenings } from '../context.ts';
import { remember } from './call.happenings.ts';

function callOf({ state, before }: HappeningContext, callId: string): CallView | undefined {
  return [...state.calls, ...before.calls].find((one) => one.callId === callId);
}

export const recordingHappenings: Happenings = {
  'recording.started': (event, context) => {
    const call = callOf(context, event.callId);
    const own = call && connectionOf(call, context.ownId);
    if (call === undefined || own === undefined) return;
    const { from, dialled, callId } = call;
    const caller = from.kind === 'outside' ? from.number : from.kind === 'agent' ? from.agentId : from.deviceId;
    context.raise('RecordStart', context.properties.AgentExten, context.ownId, callId, dialled, caller, event.path);
    remember(context.memory.recordings, event.recordingId);
  },
  'recording.stopped': (event, { memory, ownId, raise }) => {
    if (memory.recordings.delete(event.recordingId)) raise('RecordStop', ownId, event.callId, event.path);
  },
  'recording.failed': ({ recordingId }, { memory }) => void memory.recordings.delete(recordingId),
};
