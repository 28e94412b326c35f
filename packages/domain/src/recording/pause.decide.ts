// An agent takes his call off the record for a while, and puts it back; when he leaves the call, his pause ends.
import type { Agent } from '../agents/agent.ts';
import { isTalking } from '../calls/connection.evolve.ts';
import type { Found } from '../calls/connection.decide.ts';
import { connectionOfAgent } from '../calls/parties.ts';
import type { Call } from '../calls/call.ts';
import type { Command } from '../command.ts';
import type { Decision, FollowUp } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { CallId, Ms } from '../ids.ts';
import { recordingPausesPerCall } from '../limits.ts';
import type { RefusalName } from '../refusal.ts';
import type { World } from '../world.ts';
import { pauseMachine } from './pause.table.ts';
import type { PauseInput } from './pause.table.ts';

export type RecordingCommand = Extract<Command, { method: `recording.${string}` }>;

export function recordingCommand(
  world: World,
  agent: Agent,
  { method, params }: RecordingCommand,
  at: Ms,
  decision: Decision,
): void {
  const call = world.calls.get(params.callId);
  if (call === undefined) return refuse(decision, 'unknownCall', 'callId');
  const connection = connectionOfAgent(call, agent.id);
  if (connection === undefined) return refuse(decision, 'notYourCall', 'callId');
  const found = { call, connection };
  const refused = method === 'recording.pause' ? pauseRefusal(found) : resumeRefusal(found);
  if (refused !== null) return refuse(decision, refused);
  decision.reply = { result: {} };
  const { id: callId, recordingId } = call;
  if (recordingId === null) return;
  const type = method === 'recording.pause' ? 'recording.paused' : 'recording.resumed';
  decision.events.push({ at, type, callId, recordingId, by: agent.id });
}

/** @returns why he may not, or null. */
export function pauseRefusal({ call, connection }: Found): RefusalName | null {
  if (!isTalking(connection)) return 'wrongCallState';
  if (rowFor(call, 'pause') === null) return call.recordingId === null ? 'notRecorded' : 'recordingPaused';
  return call.history.recordingPauses.length >= recordingPausesPerCall ? 'limitReached' : null;
}

/** @returns why he may not, or null. */
export function resumeRefusal({ call, connection }: Found): RefusalName | null {
  if (!isTalking(connection)) return 'wrongCallState';
  if (rowFor(call, 'resume') !== null) return null;
  return call.recordingId === null ? 'notRecorded' : 'recordingNotPaused';
}

const rowFor = ({ recordingId, recordingPause }: Call, input: PauseInput) =>
  pauseMachine.find(recordingPause === null ? 'null' : 'paused', input, { recorded: recordingId !== null });

/** Those who stay did not ask for the pause, and may not know of it. */
export function pauserLeft(
  world: World,
  { at, callId }: Extract<FollowUp, { type: 'pauserLeft' }>,
  decision: Decision,
): void {
  const call = world.calls.get(callId);
  const recordingId = call?.recordingId ?? null;
  if (call === undefined || recordingId === null || rowFor(call, 'pauserLeft') === null) return;
  decision.events.push({ at, type: 'recording.resumed', callId, recordingId, by: null });
}

/** @returns whether somebody asked for a pause who is no party of the call any more. */
export function isPauserGone(world: World, callId: CallId): boolean {
  const call = world.calls.get(callId);
  const pause = call?.recordingPause ?? null;
  return call !== undefined && pause !== null && connectionOfAgent(call, pause.agentId) === undefined;
}
