// The names of timers: made from what they are for, so that starting one again replaces it and an old one is recognised.
import type { AgentId, CallId, ConnectionId, TimerId } from './ids.ts';

export const wrapUpTimer = (agentId: AgentId): TimerId => `wrapUp:${agentId}` as TimerId;
export const backOffTimer = (agentId: AgentId): TimerId => `backOff:${agentId}` as TimerId;
export const linkLossTimer = (agentId: AgentId): TimerId => `linkLoss:${agentId}` as TimerId;
export const phoneLossTimer = (agentId: AgentId): TimerId => `phoneLoss:${agentId}` as TimerId;
export const noAnswerTimer = (connectionId: ConnectionId): TimerId => `noAnswer:${connectionId}` as TimerId;
export const maximumWaitTimer = (callId: CallId): TimerId => `maximumWait:${callId}` as TimerId;
export const announceTimer = (callId: CallId): TimerId => `announce:${callId}` as TimerId;
export const leaveTimer = (agentId: AgentId): TimerId => `leave:${agentId}` as TimerId;
export const dayTimer = 'day:' as TimerId;
export const checkTimer = (callId: CallId): TimerId => `check:${callId}` as TimerId;
export const ivrTimer = (callId: CallId): TimerId => `ivr:${callId}` as TimerId;
