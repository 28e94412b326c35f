// Who may give which command, and to whom it may apply: authorisation, one row per method.
import type { Method } from '../command.ts';
import type { Right, RoleProfile, Scope } from '../configuration.ts';

export type CommandPolicy = {
  readonly by: readonly RoleProfile['rank'][];
  /** `own`: his own state and calls. Wider scopes are cut down to that of the caller's role. */
  readonly scope: Scope;
  /** Needed to see or touch anything that is not his own. */
  readonly right?: Right;
};

const supervisors = ['supervisor', 'admin'] as const;
const anybody = ['agent', 'supervisor', 'admin'] as const;

export const commandPolicies = {
  'agent.signIn':       { by: anybody, scope: 'own' },
  'agent.signOut':      { by: anybody, scope: 'own' },
  'agent.setReady':     { by: anybody, scope: 'own' },
  'agent.setNotReady':  { by: anybody, scope: 'own' },
  'agent.finishWrapUp': { by: anybody, scope: 'own' },
  'agent.list':         { by: anybody, scope: 'tenant' },
  'agent.get':          { by: anybody, scope: 'tenant' },
  'call.detail':        { by: supervisors, scope: 'tenant', right: 'watchAgents' },
  'call.make':          { by: anybody, scope: 'own' },
  'call.answer':        { by: anybody, scope: 'own' },
  'call.reject':        { by: anybody, scope: 'own' },
  'call.hangUp':        { by: anybody, scope: 'own' },
  'call.hold':          { by: anybody, scope: 'own' },
  'call.retrieve':      { by: anybody, scope: 'own' },
  'call.mute':          { by: anybody, scope: 'own' },
  'call.unmute':        { by: anybody, scope: 'own' },
  'call.sendDigits':    { by: anybody, scope: 'own' },
  'call.transfer':      { by: anybody, scope: 'own' },
  'call.setData':       { by: anybody, scope: 'own' },
  'call.grade':         { by: anybody, scope: 'own' },
  'recording.pause':    { by: anybody, scope: 'own' },
  'recording.resume':   { by: anybody, scope: 'own' },
  'phone.check':        { by: anybody, scope: 'own' },
  'call.consult':          { by: anybody, scope: 'own' },
  'call.invite':           { by: anybody, scope: 'own' },
  'call.alternate':        { by: anybody, scope: 'own' },
  'call.conference':       { by: anybody, scope: 'own' },
  'call.completeTransfer': { by: anybody, scope: 'own' },
  'call.endConsultation':  { by: anybody, scope: 'own' },
  'supervision.listen':     { by: supervisors, scope: 'tenant', right: 'listen' },
  'supervision.whisper':    { by: supervisors, scope: 'tenant', right: 'whisper' },
  'supervision.bargeIn':    { by: supervisors, scope: 'tenant', right: 'bargeIn' },
  'supervision.switchTo':   { by: supervisors, scope: 'tenant' },
  'supervision.end':        { by: supervisors, scope: 'own' },
  'supervision.pickUp':     { by: supervisors, scope: 'tenant', right: 'pickUp' },
  'supervision.takeOver':   { by: supervisors, scope: 'tenant', right: 'takeOver' },
  'supervision.clearCall':  { by: supervisors, scope: 'tenant', right: 'clearCall' },
  'supervision.forceState': { by: supervisors, scope: 'tenant', right: 'forceState' },
  'supervision.signOut':    { by: supervisors, scope: 'tenant', right: 'signOutOther' },
  'supervision.signOutOfQueue': { by: supervisors, scope: 'tenant', right: 'signOutOther' },
  'supervision.block':      { by: supervisors, scope: 'tenant', right: 'forceState' },
  'supervision.unblock':    { by: supervisors, scope: 'tenant', right: 'forceState' },
  'queue.signIn':           { by: anybody, scope: 'own' },
  'queue.signOut':          { by: anybody, scope: 'own' },
  'queue.take':             { by: anybody, scope: 'tenant', right: 'pickUp' },
  'agent.missedCalls':  { by: anybody, scope: 'tenant', right: 'watchAgents' },
  'leave.apply':        { by: anybody, scope: 'own' },
  'leave.cancel':       { by: anybody, scope: 'own' },
  'leave.approve':      { by: supervisors, scope: 'tenant', right: 'approveLeave' },
  'leave.refuse':       { by: supervisors, scope: 'tenant', right: 'approveLeave' },
  'leave.list':         { by: supervisors, scope: 'tenant', right: 'approveLeave' },
  'leave.limits':       { by: anybody, scope: 'tenant', right: 'approveLeave' },
  'leave.setLimit':     { by: supervisors, scope: 'tenant', right: 'approveLeave' },
  'rights.mine':        { by: anybody, scope: 'own' },
  'statistics.agent':   { by: anybody, scope: 'tenant', right: 'watchAgents' },
  'statistics.queue':   { by: anybody, scope: 'tenant', right: 'watchQueues' },
  'statistics.queues':  { by: anybody, scope: 'tenant', right: 'watchQueues' },
  'statistics.group':   { by: supervisors, scope: 'tenant', right: 'watchAgents' },
  'statistics.day':     { by: supervisors, scope: 'tenant', right: 'watchQueues' },
  'directory.lists':    { by: anybody, scope: 'tenant' },
  'group.members':      { by: anybody, scope: 'tenant' },
  'queue.members':      { by: anybody, scope: 'tenant' },
  'queue.list':         { by: anybody, scope: 'tenant' },
  'queue.calls':        { by: anybody, scope: 'tenant', right: 'watchQueues' },
} as const satisfies Readonly<Record<Method, CommandPolicy>>;
