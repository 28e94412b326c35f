// How the grading of a call changes by what happened.
import { changeCall } from '../calls/call.evolve.ts';
import type { EventOf } from '../event.ts';
import type { World } from '../world.ts';

export function began(world: World, event: EventOf<'call.gradingBegan'>): void {
  const { agentId, language } = event;
  changeCall(world, event.callId, (call) => ({ ...call, grading: { agentId, language, grade: null, over: false } }));
}

export function graded(world: World, event: EventOf<'call.graded'>): void {
  const { agentId, language, grade } = event;
  changeCall(world, event.callId, (call) => ({ ...call, grading: { agentId, language, grade, over: true } }));
}
