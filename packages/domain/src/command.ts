// Everything a person or a program may ask of the core. One member per method row of the contract.
import type { GradingLanguage, Target } from './configuration.ts';
import type { SupervisionMode } from './supervision/supervisor.ts';
import type { AgentId, CallId, DeviceId, GroupId, Ms, QueueId } from './ids.ts';

type NoParams = Readonly<Record<string, never>>;

export type Command =
  // agents: CSTA Set Agent State (ECMA-269 §22.2)
  | {
      readonly method: 'agent.signIn';
      readonly params: {
        readonly deviceId?: DeviceId;
        readonly state?: 'ready' | 'notReady';
        readonly reason?: string;
        readonly queueIds?: readonly QueueId[];
      };
    }
  | { readonly method: 'agent.signOut'; readonly params: NoParams }
  | { readonly method: 'agent.setReady'; readonly params: NoParams }
  | { readonly method: 'agent.setNotReady'; readonly params: { readonly reason?: string } }
  | { readonly method: 'agent.finishWrapUp'; readonly params: { readonly state?: 'ready' | 'notReady' } }
  | { readonly method: 'agent.list'; readonly params: { readonly after?: AgentId; readonly limit?: number } }
  | { readonly method: 'agent.get'; readonly params: { readonly agentIds: readonly AgentId[] } }
  // calls: CSTA Make, Answer, Clear Connection, Hold, Retrieve, Single Step Transfer, Generate Digits, Associate Data
  | {
      readonly method: 'call.make';
      readonly params: {
        readonly to: Target;
        readonly displayNumber?: string;
        readonly data?: Readonly<Record<string, string>>;
        /** Whether the agent hears what the far end plays before it answers; left out: yes. */
        readonly earlyMedia?: boolean;
      };
    }
  | { readonly method: 'call.answer'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.reject'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.hangUp'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.hold'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.retrieve'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.mute'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.unmute'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.sendDigits'; readonly params: { readonly callId: CallId; readonly digits: string } }
  | { readonly method: 'call.transfer'; readonly params: { readonly callId: CallId; readonly to: Target } }
  | {
      readonly method: 'call.setData';
      readonly params: { readonly callId: CallId; readonly data: Readonly<Record<string, string>> };
    }
  | {
      readonly method: 'call.grade';
      readonly params: { readonly callId: CallId; readonly language: GradingLanguage };
    }
  // recordings: CSTA Suspend, Resume
  | { readonly method: 'recording.pause'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'recording.resume'; readonly params: { readonly callId: CallId } }
  /** A test of the agent's own telephone: he hears himself. */
  | { readonly method: 'phone.check'; readonly params: NoParams }
  // consultation: CSTA Consultation Call, Single Step Conference Call, Alternate, Conference, Transfer, Reconnect
  | { readonly method: 'call.consult'; readonly params: { readonly callId: CallId; readonly to: Target } }
  | { readonly method: 'call.invite'; readonly params: { readonly callId: CallId; readonly to: Target } }
  | { readonly method: 'call.alternate'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.conference'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.completeTransfer'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'call.endConsultation'; readonly params: { readonly callId: CallId } }
  // what supervisors may do to the calls and states of others
  | { readonly method: 'supervision.listen'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.whisper'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.bargeIn'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.switchTo'; readonly params: { readonly mode: SupervisionMode } }
  | { readonly method: 'supervision.end'; readonly params: NoParams }
  | { readonly method: 'supervision.pickUp'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.takeOver'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.clearCall'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'call.detail'; readonly params: { readonly agentId: AgentId } }
  | {
      readonly method: 'supervision.forceState';
      readonly params: {
        readonly agentId: AgentId;
        readonly state: 'ready' | 'notReady';
        readonly reason?: string;
      };
    }
  | { readonly method: 'supervision.signOut'; readonly params: { readonly agentId: AgentId } }
  | {
      readonly method: 'supervision.signOutOfQueue';
      readonly params: { readonly agentId: AgentId; readonly queueId: QueueId };
    }
  | { readonly method: 'supervision.block'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'supervision.unblock'; readonly params: { readonly agentId: AgentId } }
  // queues: signing in to them and out, and taking a call out of its turn
  | { readonly method: 'queue.signIn'; readonly params: { readonly queueIds?: readonly QueueId[] } }
  | { readonly method: 'queue.signOut'; readonly params: { readonly queueIds?: readonly QueueId[] } }
  | { readonly method: 'queue.take'; readonly params: { readonly callId: CallId } }
  | { readonly method: 'agent.missedCalls'; readonly params: { readonly agentId?: AgentId } }
  // leaves, rights and numbers of the day
  | { readonly method: 'leave.apply'; readonly params: { readonly reason: string; readonly durationMs?: Ms } }
  | { readonly method: 'leave.cancel'; readonly params: NoParams }
  | { readonly method: 'leave.approve'; readonly params: { readonly agentId: AgentId } }
  | { readonly method: 'leave.refuse'; readonly params: { readonly agentId: AgentId; readonly reason?: string } }
  | { readonly method: 'leave.list'; readonly params: NoParams }
  | { readonly method: 'leave.limits'; readonly params: { readonly groupIds?: readonly GroupId[] } }
  | {
      readonly method: 'leave.setLimit';
      readonly params: { readonly groupId: GroupId; readonly maximumAway: number | null };
    }
  | { readonly method: 'rights.mine'; readonly params: NoParams }
  | { readonly method: 'statistics.agent'; readonly params: { readonly agentId?: AgentId } }
  | { readonly method: 'statistics.queue'; readonly params: { readonly queueId: QueueId } }
  | { readonly method: 'statistics.queues'; readonly params: NoParams }
  | { readonly method: 'statistics.group'; readonly params: { readonly groupId: GroupId } }
  | { readonly method: 'statistics.day'; readonly params: NoParams }
  | { readonly method: 'directory.lists'; readonly params: NoParams }
  | { readonly method: 'group.members'; readonly params: { readonly groupId: GroupId } }
  | { readonly method: 'queue.members'; readonly params: { readonly queueId: QueueId } }
  | { readonly method: 'queue.list'; readonly params: NoParams }
  | { readonly method: 'queue.calls'; readonly params: { readonly queueId: QueueId } };

export type Method = Command['method'];
export type ParamsOf<M extends Method> = Extract<Command, { method: M }>['params'];
