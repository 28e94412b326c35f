// What one look at the world decides: events to fold, wishes, an answer, and what to look at next in the same turn.
import type { Target } from './configuration.ts';
import type { Connection } from './calls/call.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { AgentId, CallId, IvrId, Ms, QueueId } from './ids.ts';
import type { ClearCause, Input } from './input.ts';
import type { Refusal, RefusalName } from './refusal.ts';

/** An input the core gives itself, because of what happened. */
export type FollowUp = { readonly at: Ms } & (
  | { readonly type: 'route'; readonly callId: CallId; readonly target: Target }
  /** The connection has left the call; it is given as it last was. */
  | { readonly type: 'partyLeft'; readonly callId: CallId; readonly connection: Connection; readonly cause: ClearCause }
  | {
      readonly type: 'agentFreed';
      readonly agentId: AgentId;
      readonly callId: CallId;
      readonly connection: Connection;
      readonly cause: ClearCause;
    }
  | { readonly type: 'agentAvailable'; readonly agentId: AgentId }
  | { readonly type: 'agentLeft'; readonly agentId: AgentId }
  /** He signed in anew, or rests. */
  | { readonly type: 'agentRests'; readonly agentId: AgentId }
  | { readonly type: 'dispatch'; readonly queueId: QueueId }
  | { readonly type: 'checkQueueLimit'; readonly callId: CallId }
  | {
      readonly type: 'ivrNode';
      readonly callId: CallId;
      readonly ivrId: IvrId;
      readonly node: string;
      readonly attempt: number;
    }
  | { readonly type: 'pauserLeft'; readonly callId: CallId }
  | { readonly type: 'clearCall'; readonly callId: CallId; readonly cause: ClearCause }
);

export type TurnInput = Input | FollowUp;

/** Deciders write into one of these; nothing in it has happened yet. */
export type Decision = {
  readonly events: Event[];
  readonly effects: Effect[];
  readonly next: FollowUp[];
  /** Calls to be arranged although no event touched them. */
  readonly arrange: CallId[];
  reply: { readonly result: unknown } | Refusal | null;
};

export const emptyDecision = (): Decision => ({ events: [], effects: [], next: [], arrange: [], reply: null });

/** Answers the command with a refusal. */
export function refuse(decision: Decision, refused: RefusalName, field?: string, detail?: string): void {
  decision.reply = {
    refused,
    ...(field === undefined ? {} : { field }),
    ...(detail === undefined ? {} : { detail }),
  };
}
