// An agent has his customer asked for a mark: the agent leaves, the customer comes to the menu that asks him (seed 003 `DoGrade`).
import { dropConnection } from '../calls/clear.decide.ts';
import type { Call } from '../calls/call.ts';
import type { Found } from '../calls/connection.decide.ts';
import type { GradingLanguage } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import type { AgentId, Ms } from '../ids.ts';
import type { RefusalName } from '../refusal.ts';
import { mayLeaveToOther } from '../transfer/transfer.decide.ts';
import type { World } from '../world.ts';
import { gradingMenuId } from './grading.ts';

/** @returns why the customer of this call cannot be asked now, in whatever language; null: he can. */
export function gradeRefusal(world: World, found: Found): RefusalName | null {
  if (world.directory.gradingLanguages.length === 0) return 'gradingOff';
  if (!mayLeaveToOther(found, 'grade')) return 'wrongCallState';
  const customer = found.call.connections.find(({ id }) => id !== found.connection.id);
  return customer?.party.kind === 'outside' ? null : 'noCustomer';
}

/** @param agentId whose talk is graded; the connection is his. */
export function grade(
  world: World,
  found: Found,
  agentId: AgentId,
  language: GradingLanguage,
  at: Ms,
  decision: Decision,
): void {
  const refused = gradeRefusal(world, found);
  if (refused !== null) return refuse(decision, refused);
  const menu = world.directory.menus.get(gradingMenuId(language));
  if (menu === undefined) return refuse(decision, 'invalidParameter', 'language');
  const { call, connection } = found;
  const callId = call.id;
  decision.events.push({ at, type: 'call.gradingBegan', callId, agentId, language });
  dropConnection(call, connection, { cause: 'transferred', at, wish: true }, decision);
  for (const { id, state } of call.connections) {
    if (id !== connection.id && state === 'hold') {
      decision.events.push({ at, type: 'call.retrieved', callId, connectionId: id });
    }
  }
  decision.next.push({ at, type: 'ivrNode', callId, ivrId: menu.id, node: menu.start, attempt: 1 });
}

/** The customer has given a mark, or (null) will give none. Nothing is noted twice, nor in a call that nobody wants graded. */
export function noteGrade(call: Call, mark: number | null, at: Ms, decision: Decision): void {
  if (call.grading === null || call.grading.over) return;
  const { agentId, language } = call.grading;
  decision.events.push({ at, type: 'call.graded', callId: call.id, agentId, language, grade: mark });
}
