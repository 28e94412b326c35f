// Every event of AgentBar (seed 003 §3.2.6, §3.2.7) and ours besides: its arguments in their order, and whether it has a twin for JavaScript.
import type { ArgType, EventRow } from './row.ts';

const s = <Name extends string>(name: Name) => ({ name, type: 'string' }) as const;
const b = <Name extends string>(name: Name) => ({ name, type: 'bool' }) as const;
const i = <Name extends string>(name: Name) => ({ name, type: 'int' }) as const;
const d = <Name extends string>(name: Name) => ({ name, type: 'dictionary' }) as const;
const of = <Type extends ArgType, Name extends string>(type: Type, name: Name) => ({ name, type }) as const;

/** What rings about a customer tells who he is, who is behind it, and what is known. */
const about = <Other extends string>(other: Other) =>
  [
    s('agentID'), s('customerNum'), s('callcenterNum'), s('accessNumName'), s(other), s('callType'), s('areaID'), s('areaName'), s('custGrade'),
    s('outExtraParamsFromIvr'), s('makeStr'),
  ] as const;
const answer = [s('AgentID'), i('retCode'), s('Reason')] as const;
const supervision = [s('agentid'), s('reason'), i('retCode')] as const;
const customer = [
  s('call_type'), s('callcenter_num'), s('customer_num'), s('customer_status'), s('customer_type'), s('customer_uuid'), s('enter_queue_time'),
  s('exclusive_agent_num'), s('exclusive_queue_num'), s('queue_num'),
] as const;

export const events = {
  ServerResponse:           { says: 'A request failed.', args: [s('agentID'), i('retCode'), s('reason')] },

  // Calls.
  CallInEvent:              { says: 'A call rings at the agent.', args: [s('callerID'), s('makeStr'), s('callType'), b('bNeedArea'), s('outExtraParamsFromIvr')] },
  PredictCallOutBridgeRingEvent: { says: 'A call that the server dialled rings at the agent.', never: 'Abandoned by the document: CallInEvent takes its place, and nothing here dials by itself.', args: [s('callerID'), s('make_str'), s('callType'), b('bNeedArea'), s('outExtraParamsFromIvr')] },
  CallOutRingEvent:         { says: 'It rings at the number the agent called.', args: [s('customerNum'), s('callcenterNum'), s('accessNumName'), s('callType'), s('areaID'), s('areaName'), s('makeStr')] },
  InternalCall_CallInEvent: { says: 'The colleague whom the agent called is rung: told to the caller.', args: [s('agentid'), s('callerid'), s('callType')] },
  InternalCallerRingEvent:  { says: 'A colleague calls: told to the one who is called.', args: [s('agentid'), s('callerid'), s('callType')] },
  ThreeWayCallRingEvent:    { says: 'The agent is called into a conversation.', args: about('callerAgentNum') },
  ConsultCallInEvent:       { says: 'A colleague wants to ask the agent something.', args: about('consulterAgentNum') },
  TransferBlindCallInEvent: { says: 'A call was sent to the agent.', args: about('consulterAgentNum') },
  BridgeEvent:              { says: 'The agent and somebody else hear each other.', args: [] },
  HangupEvent:              { says: 'The agent\'s part in the call is over.', args: [s('hangupReason'), i('retCode')] },
  ThreeWayeeHangupEvent:    { says: 'The one who was called into the conversation has left.', args: [s('agentid'), s('hangupReason')] },
  ConsulteeHangupEvent:     { says: 'The one who was asked has left.', args: [s('agentid'), s('hangupReason')] },
  CheckExtenEvent:          { says: 'The telephone is being tested.', args: [s('agentid')] },
  AllGetwaysFullEvent:      { says: 'All lines to the outside are taken.', args: [] },
  NoAnswerCallAlarmEvent:  { says: 'The agent missed a call.', args: [], aliases: ['NoAnswerCallAlarmlEvent'] },
  GetNoAnswerCallsEvent:    { says: 'The calls that were missed, as JSON texts, newest first.', args: [s('AgentID'), of('string[]', 'calls')], twin: true, ours: true },
  GradeEvent:               { says: 'The customer graded, or (empty) did not.', args: [s('agentID'), s('call_uuid'), s('language'), s('grade')], ours: true },
  RecordStart:              { says: 'The call is on record.', args: [s('AgentExten'), s('AgentID'), s('Agent_call_uuid'), s('CalleeNum'), s('CallerNum'), s('FilePath')] },
  RecordStop:               { says: 'The recording is complete.', args: [s('AgentID'), s('Agent_call_uuid'), s('FilePath')] },

  // The session.
  SignInResponse:           { says: 'What came of the request to sign in.', args: answer },
  SignInEvent:              { says: 'Whether the agent is signed in.', args: [s('AgentID'), b('blnSuccess'), s('Reason')] },
  SignOutResponse:          { says: 'What came of the request to sign out.', args: answer },
  SignOutEvent:             { says: 'The agent is signed out.', args: answer },
  KickOutEvent:             { says: 'The agent was signed out by somebody else, or signed in elsewhere.', args: answer },
  SockDisconnectEvent:      { says: 'The connection is lost, or was ended (0).', args: [s('Reason'), i('retCode')] },
  SockReconnectEvent:       { says: 'The connection is back, at the same server or another; nothing was missed.', args: [s('url')], ours: true },
  WarnAgentResigninEvent:   { says: 'What was set up for the agent has changed: sign in again.', args: [] },
  SysThrowExceptionEvent:   { says: 'Something failed that should not: in the server, or in a listener of the page.', args: [s('reason'), i('retCode')] },
  GetRoleNameEvent:         { says: 'The name of the agent\'s role; comes by itself after sign-in.', args: [s('roleName')] },
  AgentStatusChangeEvent:   { says: 'The status of the agent, or of one he may watch, is another one.', args: [s('agent_num'), s('old_status'), s('new_status'), b('is_bind_exten'), s('customer_enter_channel')] },
  GetAgentDefineStatusEvent: { says: 'The states that the agent may choose, name by number.', args: [d('status_list')], twin: true, ours: true },
  ChangePasswordEvent:      { says: 'The password is another one.', args: answer, ours: true },

  // Supervision.
  EavesdropEvent:           { says: 'What came of the wish to listen.', args: [s('agentid'), s('reason'), s('retCode')] },
  WhisperEvent:             { says: 'What came of the wish to whisper.', args: supervision },
  BargeinEvent:             { says: 'What came of the wish to barge in.', args: supervision },
  ForceHangupEvent:         { says: 'What came of the wish to end a call.', args: supervision },
  EavesdropCallRingEvent:   { says: 'The supervisor\'s telephone rings, to listen.', args: about('desAgentID') },
  WhisperCallRingEvent:     { says: 'The supervisor\'s telephone rings, to whisper.', args: about('desAgentID') },
  BargeinCallRingEvent:     { says: 'The supervisor\'s telephone rings, to barge in.', args: about('desAgentID') },
  ForceHangupCallRingEvent: { says: 'The call that is about to be ended: no telephone rings for it here, so that it comes right before its end.', args: about('desAgentID') },
  WarnAgentForceChangeStatusEvent: { says: 'A supervisor put the agent into a state.', args: [s('executorAgentID')] },

  // Monitoring.
  GetAgentOnlineEvent:      { says: 'Who is online.', args: [of('Agent_Online_Struct[]', 'agent_online')], twin: true },
  GetAgentsMonitorInfoEvent: { says: 'What some agents are at.', args: [of('Agent_Online_Struct[]', 'agent_monitor_info'), s('current_time'), d('group_list'), d('role_list')], twin: true },
  GetDetailCallInfoEvent:   { says: 'An agent\'s call in detail.', args: [s('targetAgentNum'), s('call_type'), of('Leg_Info_Struct[]', 'leg_info'), of('Relation_Info_Struct[]', 'relation_info')], twin: true },
  GetCustomerOfQueueEvent:  { says: 'Who waits in some queues.', args: [s('queueNumLstStr'), s('current_time'), of('Customer_Info_Struct[]', 'customer_list')], twin: true },
  GetCustomerOfMyQueueEvent: { says: 'Who waits in the queues that the agent serves.', args: [s('queueNumLstStr'), s('current_time'), of('Customer_Info_Struct[]', 'customer_list')], twin: true },
  AddCustomerToQueueEvent:  { says: 'A customer began to wait.', args: [...customer, s('current_time'), s('queue_name'), s('queue_customer_amount'), s('early_queue_enter_time'), s('early_queue_enter_time_all'), s('customer_enter_channel')] },
  UpdateCustomerOfQueueEvent: { says: 'Something about a customer who waits has changed.', args: [...customer, s('current_time')] },
  DelCustomerFromQueueEvent: { says: 'A customer no longer waits: 1 served, 2 hung up, 3 left by a key, 4 too long, 5 too many.', args: [s('customer_uuid'), s('queue_num'), s('current_time'), s('early_queue_enter_time'), s('early_queue_enter_time_all'), s('reason')] },
  QueueTransferBoundEvent:  { says: 'A queue sent a customer to an outside number.', args: [s('agentID'), s('customer_num'), s('queue_num'), s('transfee_num'), s('access_num'), s('transfer_time')] },

  // Directories.
  GetAccessNumberEvent:     { says: 'The numbers that may be shown, and what was dialled lately.', args: [of('string[]', 'accessNumbers'), s('default_access_number'), of('string[]', 'callHistory')], twin: true },
  GetIvrListEvent:          { says: 'The voice menus.', args: [d('ivr_list')], twin: true },
  GetIvrProfileListEvent:   { says: 'The voice menus with presets.', args: [d('ivr_profile_list')], twin: true },
  GetQueueListEvent:        { says: 'The queues.', args: [d('queue_list')], twin: true },
  GetAgentGroupListEvent:   { says: 'The agent\'s own groups.', args: [d('agent_group_list')], twin: true },
  GetAllAgentGroupListEvent: { says: 'All groups.', args: [d('agent_group_list')], twin: true },
  GetAgentsOfQueueEvent:    { says: 'Who serves a queue.', args: [s('agent_list'), s('queue_num')] },
  GetAgentsOfAgentGroupEvent: { says: 'Who is in a group.', args: [s('agent_list'), s('agentgroup_num')] },
  GetDefinedRoleRightsEvent: { says: 'What one\'s role permits.', args: [s('roleID'), s('roleName'), of('string[]', 'rights')], twin: true, ours: true },
  GetWebSiteInfoEvent:      { says: 'The web pages that were set up for agents.', args: [s('agentID'), i('retCode'), s('reason'), d('web_site_info')], twin: true },

  // Statistics.
  GetQueueStatisLstEvent:   { says: 'The numbers of some queues.', args: [s('queueNumLstStr'), s('current_time'), of('Queue_Statis_Struct[]', 'queue_statis_list')], twin: true },
  GetAllQueueStatisEvent:   { says: 'The numbers of all queues.', args: [s('current_time'), of('Queue_Statis_Struct[]', 'queue_statis_list')], twin: true },
  GetReportStatisInfoEvent: { says: 'The numbers of the day.', args: [s('AgentID'), i('retCode'), s('reason'), d('reportStatisInfo')], twin: true },

  // Leaves.
  ApplyChangeStatusEvent:   { says: 'The application is made.', args: [s('agentID'), i('retCode'), s('reason')] },
  ApplyChangeStatusCancelEvent: { says: 'An application was taken back.', args: [s('agentID'), s('apply_agentid'), s('targetStatus'), i('retCode'), s('reason')] },
  ApplyChangeStatusDistributeEvent: { says: 'An agent asks to be away: told to himself and to who may decide.', args: [s('AgentID'), s('apply_agentid'), s('targetStatus'), s('apply_agentName'), s('apply_agent_groupID'), s('apply_agent_groupName'), s('apply_time'), s('applyType'), i('retCode'), s('reason')] },
  ApproveChangeStatusDistributeEvent: { says: 'It was decided on: told to the agent and to who may decide.', args: [s('AgentID'), s('apply_agentid'), s('apply_agent_groupID'), s('targetStatus'), s('approveResult'), s('approve_time'), i('retCode'), s('reason')] },
  ApproveChangeStatusTimeoutDistributeEvent: { says: 'Nobody decided in time (1), or the leave was not begun in time (2).', args: [s('AgentID'), s('apply_agentid'), s('apply_agent_groupID'), s('targetStatus'), s('timeoutType')] },
  GetAgentGroupStatusMaxNumEvent: { says: 'How many of some groups may be away at once.', args: [s('AgentID'), s('agentGroupNameLstStr'), d('dicAgentGroupStatusMaxNum')], twin: true },
  GetChangeStatusApplyListEvent: { says: 'The leaves under way that one may decide on.', args: [s('agentID'), of('Apply_Change_Status[]', 'apply_agent_list'), i('retCode'), s('reason')], twin: true },
} as const satisfies Readonly<Record<string, EventRow>>;
