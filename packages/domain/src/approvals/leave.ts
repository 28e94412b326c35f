// A leave (离开): an agent asks to be away, a supervisor decides, and it begins when the agent is free (seed 003 §3.2.5).
import type { AgentId, Ms } from '../ids.ts';

/** `approved`: allowed, and the agent still has a call or wrap-up to end. `away`: it has begun. */
export type LeaveState = 'null' | 'applied' | 'approved' | 'away';

export type Leave = {
  readonly agentId: AgentId;
  readonly state: LeaveState;
  readonly reason: string;
  /** How long he asked for; null: until he is back. */
  readonly durationMs: Ms | null;
  readonly appliedAt: Ms;
  readonly decidedBy: AgentId | null;
  readonly decidedAt: Ms | null;
  readonly beganAt: Ms | null;
  /** The present state is to end by then: decided, begun, back. */
  readonly deadlineMs: Ms | null;
  /** He is away longer than he asked for. */
  readonly overdue: boolean;
  /** What became of it, once it is over: said to whoever comes too late. */
  readonly outcome: LeaveOutcome | null;
};

export type LeaveOutcome = 'refused' | 'cancelled' | 'expired' | 'ended';

/** Which of the times ran out: nobody decided; the approved leave was not begun; he is not back. Seed 003: `timeoutType` 1 and 2, and one more. */
export type LeaveTimeOut = 'undecided' | 'notBegun' | 'overstayed';
