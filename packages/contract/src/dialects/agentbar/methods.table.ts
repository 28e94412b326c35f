// Every method of AgentBar (seed 003 §3.2.3) and ours besides: parameters, properties it needs, events it leads to.
import type { MethodRow } from './row.ts';

const id = ['AgentID'] as const;
const phone = ['AgentID', 'AgentExten'] as const;

const text = <Name extends string, Empty extends number>(name: Name, empty: Empty) => ({ name, type: 'string', empty }) as const;
const maybe = <Name extends string>(name: Name) => ({ name, type: 'string' }) as const;
const flag = <Name extends string>(name: Name) => ({ name, type: 'bool', empty: -65 }) as const;

export const methods = {
  // The link and the session.
  DoConnect:               { does: 'Connects to the server. Returns 0 once the connecting has begun: a browser cannot wait; how it went is told by SockDisconnectEvent or ServerResponse.', returns: 'int', params: [], needs: ['ServerIP', 'ServerPort'], before: 'link', answers: [] },
  DoDisconnect:            { does: 'Ends the connection and stays away. The server signs the agent out when he is not back in time.', returns: 'bool', params: [], needs: [], before: 'link', answers: ['SockDisconnectEvent'] },
  DoHeartBeat:             { does: 'Asks whether the server is there; beats are sent without being asked, too.', returns: 'bool', params: [], needs: id, before: 'session', answers: [] },
  DoSignIn:                { does: 'Signs the agent in, with a telephone when AgentExten is set.', returns: 'bool', params: [], needs: ['AgentID', 'AgentPwd', 'AgentStatus'], before: 'session', answers: ['SignInResponse', 'SignInEvent', 'GetRoleNameEvent', 'AgentStatusChangeEvent'] },
  DoSignInWithConnect:     { does: 'Connects and signs in.', returns: 'bool', params: [], needs: ['ServerIP', 'ServerPort', 'AgentID', 'AgentPwd', 'AgentStatus'], before: 'link', answers: ['SignInResponse', 'SignInEvent', 'GetRoleNameEvent', 'AgentStatusChangeEvent'] },
  DoSignOut:               { does: 'Signs the agent out, after his call when he is in one.', returns: 'bool', params: [], needs: id, answers: ['SignOutResponse', 'SignOutEvent', 'AgentStatusChangeEvent'] },
  DoChangePassword:        { does: 'Changes the agent\'s own password.', returns: 'bool', params: [text('oldPassword', -8), text('newPassword', -8)], needs: id, answers: ['ChangePasswordEvent'], ours: true },

  // The agent's own state.
  DoGetAgentDefineStatus:  { does: 'Asks which states the agent may choose.', returns: 'bool', params: [], needs: id, answers: ['GetAgentDefineStatusEvent'] },
  DoSetAgentDefineStatus:  { does: 'Chooses a state; during a call it comes after the call. Away with approval (0) is an application.', returns: 'bool', params: [{ name: 'targetStatus', type: 'int', empty: -15, wrong: -16 }, { name: 'IsNeedApproval', type: 'int', oneOf: ['0', '1'], wrong: -59, otherwise: '1' }], needs: id, answers: ['AgentStatusChangeEvent', 'ApplyChangeStatusEvent'] },

  // Calls.
  DoCallOut:               { does: 'Calls an outside number.', returns: 'bool', params: [text('CalledID', -18), maybe('displayNum')], needs: id, answers: ['CallOutRingEvent', 'BridgeEvent', 'HangupEvent'] },
  DoCallOutForeignId:      { does: 'Calls an outside number about a customer known by an id of the page\'s own.', returns: 'bool', params: [text('CalledID', -18), maybe('displayNum'), maybe('customerForeignId')], needs: id, answers: ['CallOutRingEvent', 'BridgeEvent', 'HangupEvent'] },
  DoCallAgent:             { does: 'Calls a colleague.', returns: 'bool', params: [text('AgentNum', -59)], needs: id, answers: ['InternalCall_CallInEvent', 'InternalCallerRingEvent', 'BridgeEvent', 'HangupEvent'] },
  DoAnswer:                { does: 'Answers the call that rings.', returns: 'bool', params: [], needs: id, answers: ['BridgeEvent'], ours: true },
  DoHangUp:                { does: 'Hangs up, or refuses the call that rings.', returns: 'bool', params: [], needs: id, answers: ['HangupEvent'] },
  DoHold:                  { does: 'Puts the other side on hold.', returns: 'bool', params: [], needs: id, answers: ['AgentStatusChangeEvent'] },
  DoStopHold:              { does: 'Takes the other side off hold.', returns: 'bool', params: [], needs: id, answers: ['AgentStatusChangeEvent'] },
  DoMute:                  { does: 'The others no longer hear the agent.', returns: 'bool', params: [], needs: id, answers: ['AgentStatusChangeEvent'] },
  DoStopMute:              { does: 'The others hear the agent again.', returns: 'bool', params: [], needs: id, answers: ['AgentStatusChangeEvent'] },
  DoTransferAgent:         { does: 'Sends the call to a colleague, or (flag true) to an outside number.', returns: 'bool', params: [{ name: 'destAgentID', type: 'string' }, { name: 'strOutBoundFlag', type: 'bool', empty: -65 }], needs: phone, answers: ['HangupEvent', 'TransferBlindCallInEvent'] },
  DoTransferIvr:           { does: 'Sends the call to a voice menu.', returns: 'bool', params: [text('ivrNum', -39)], needs: phone, answers: ['HangupEvent'] },
  DoTransferQueue:         { does: 'Sends the call to a queue.', returns: 'bool', params: [text('queueNum', -41)], needs: phone, answers: ['HangupEvent'] },
  DoTransferIvrProfile:    { does: 'Sends the call to a voice menu with presets.', returns: 'bool', params: [text('ivrProfileNum', -63)], needs: phone, answers: ['HangupEvent'], aliases: ['DoTransferlvrProfile'] },
  DoGrade:                 { does: 'Asks the customer for a grade, in Chinese or English.', returns: 'bool', params: [{ name: 'language', type: 'string', empty: -37, oneOf: ['zh', 'en'], wrong: -37 }], needs: phone, answers: ['HangupEvent', 'GradeEvent'] },
  DoCheck:                 { does: 'Rings the agent\'s own telephone, where he hears himself.', returns: 'bool', params: [], needs: phone, answers: ['CheckExtenEvent'] },
  GetCallStatus:           { does: 'Which way the present call goes.', returns: 'CallStatus', params: [], needs: [], before: 'link', answers: [] },
  DoGetNoAnswerCalls:      { does: 'Asks for the calls that were missed, of NoAnswerCallsURL when it is set.', returns: 'bool', params: [], needs: id, answers: ['GetNoAnswerCallsEvent'], ours: true },

  // Consultation and three-way.
  DoConsult:               { does: 'Asks a colleague or (true) an outside number while the customer hears music.', returns: 'bool', params: [text('destAgentID', -59), flag('trdIsOutbound')], needs: phone, answers: ['ConsultCallInEvent', 'BridgeEvent', 'ConsulteeHangupEvent'] },
  DoStopConsult:           { does: 'Lets the one who is asked go, and is back with the customer.', returns: 'bool', params: [], needs: phone, answers: ['ConsulteeHangupEvent'] },
  DoConsultTransfer:       { does: 'Leaves the customer to the one who is asked.', returns: 'bool', params: [], needs: phone, answers: ['HangupEvent'] },
  DoThreeWay:              { does: 'Calls a third party into the conversation; one who is asked already joins it.', returns: 'bool', params: [text('trdAgentNum', -59), flag('trdIsOutbound')], needs: phone, answers: ['ThreeWayCallRingEvent', 'BridgeEvent', 'ThreeWayeeHangupEvent'] },
  DoThreeWayCancel:        { does: 'Lets the third party go.', returns: 'bool', params: [], needs: phone, answers: ['ThreeWayeeHangupEvent'] },

  // Supervision.
  DoListen:                { does: 'Listens to an agent\'s call unnoticed.', returns: 'bool', params: [text('destAgentID', -59)], needs: phone, answers: ['EavesdropEvent', 'EavesdropCallRingEvent'] },
  DoWhisper:               { does: 'Talks to an agent in his call; the customer does not hear it.', returns: 'bool', params: [text('destAgentID', -59)], needs: phone, answers: ['WhisperEvent', 'WhisperCallRingEvent'] },
  DoBargein:               { does: 'Joins an agent\'s call.', returns: 'bool', params: [text('strAgentID', -59)], needs: phone, answers: ['BargeinEvent', 'BargeinCallRingEvent'] },
  DoForceHangup:           { does: 'Ends an agent\'s call for everybody in it.', returns: 'bool', params: [text('strAgentID', -59)], needs: phone, answers: ['ForceHangupEvent', 'ForceHangupCallRingEvent'] },
  DoForceChangeStatusEvent: { does: 'Puts an agent into a state.', returns: 'bool', params: [text('strAgentID', -59), { name: 'status', type: 'string', empty: -15 }], needs: id, answers: ['WarnAgentForceChangeStatusEvent', 'AgentStatusChangeEvent'] },
  DoRop:                   { does: 'Takes a call that rings at an agent (抢接).', returns: 'bool', params: [text('strAgentID', -59)], needs: phone, answers: ['CallInEvent'], ours: true },
  DoTakeOver:              { does: 'Takes an agent\'s place in his call.', returns: 'bool', params: [text('strAgentID', -59)], needs: phone, answers: ['BridgeEvent'], ours: true },
  DoSwitchSupervision:     { does: 'Goes over between listening, whispering and barging in.', returns: 'bool', params: [{ name: 'mode', type: 'string', empty: -59, oneOf: ['listen', 'whisper', 'bargein'], wrong: -59 }], needs: phone, answers: ['EavesdropEvent', 'WhisperEvent', 'BargeinEvent'], ours: true },
  DoStopSupervision:       { does: 'Leaves the call that is supervised.', returns: 'bool', params: [], needs: phone, answers: ['HangupEvent'], ours: true },
  DoKickOut:               { does: 'Signs an agent out.', returns: 'bool', params: [text('strAgentID', -59)], needs: id, answers: ['KickOutEvent'], ours: true },

  // Directories.
  DoGetAccessNumbers:      { does: 'Asks for the numbers that may be shown, and what was dialled lately.', returns: 'bool', params: [], needs: id, answers: ['GetAccessNumberEvent'] },
  DoGetIvrList:            { does: 'Asks for the voice menus.', returns: 'bool', params: [], needs: phone, answers: ['GetIvrListEvent'] },
  DoGetIvrProfileList:     { does: 'Asks for the voice menus with presets.', returns: 'bool', params: [], needs: phone, answers: ['GetIvrProfileListEvent'] },
  DoGetQueueList:          { does: 'Asks for the queues.', returns: 'bool', params: [], needs: id, answers: ['GetQueueListEvent'] },
  DoGetAgentGroupList:     { does: 'Asks for the groups: the agent\'s own, and all.', returns: 'bool', params: [], needs: id, answers: ['GetAgentGroupListEvent', 'GetAllAgentGroupListEvent'] },
  DoGetAgentsOfQueue:      { does: 'Asks who serves a queue.', returns: 'bool', params: [text('QueueNum', -41)], needs: id, answers: ['GetAgentsOfQueueEvent'] },
  DoGetAgentsOfAgentGroup: { does: 'Asks who is in a group.', returns: 'bool', params: [text('AgentGroupNum', -44)], needs: id, answers: ['GetAgentsOfAgentGroupEvent'] },
  DoGetDefinedRoleRights:  { does: 'Asks what one\'s role permits.', returns: 'bool', params: [], needs: id, answers: ['GetDefinedRoleRightsEvent', 'GetRoleNameEvent'] },
  DoGetAgentWebSiteInfo:   { does: 'Asks for the web pages that were set up for agents.', returns: 'bool', params: [], needs: id, answers: ['GetWebSiteInfoEvent'] },

  // Monitoring.
  DoGetOnlineAgent:        { does: 'Asks who is online: one agent (1), a group by name (2), all (3).', returns: 'bool', params: [maybe('specificNum'), { name: 'numType', type: 'int', empty: -59, oneOf: ['1', '2', '3'], wrong: -59 }], needs: phone, answers: ['GetAgentOnlineEvent'] },
  DoGetAgentsMonitorInfo:  { does: 'Asks what some agents are at.', returns: 'bool', params: [text('AgentsStr', -59)], needs: id, answers: ['GetAgentsMonitorInfoEvent'] },
  DoGetDetailCallInfo:     { does: 'Asks for an agent\'s call in detail.', returns: 'bool', params: [text('AgentNum', -59)], needs: id, answers: ['GetDetailCallInfoEvent'] },
  DoGetCustomerOfQueue:    { does: 'Asks who waits in a queue, or in several.', returns: 'bool', params: [text('QueueNum', -41)], needs: id, answers: ['GetCustomerOfQueueEvent'] },
  DoGetCustomerOfMyQueue:  { does: 'Asks who waits in the queues that the agent serves.', returns: 'bool', params: [], needs: id, answers: ['GetCustomerOfMyQueueEvent'] },

  // Statistics.
  DoGetQueueStatis:        { does: 'Asks for the numbers of a queue, or of several.', returns: 'bool', params: [text('queue_num', -41)], needs: id, answers: ['GetQueueStatisLstEvent'] },
  DoGetAllQueueStatis:     { does: 'Asks for the numbers of all queues.', returns: 'bool', params: [], needs: id, answers: ['GetAllQueueStatisEvent'] },
  DoGetReportStatisInfo:   { does: 'Asks for the numbers of the day.', returns: 'bool', params: [], needs: [], answers: ['GetReportStatisInfoEvent'] },

  // Leaves.
  DoApplyChangeStatus:     { does: 'Asks to be away.', returns: 'bool', params: [{ name: 'targetStatus', type: 'string', empty: -15, oneOf: ['7'], wrong: -16 }], needs: id, answers: ['ApplyChangeStatusEvent', 'ApplyChangeStatusDistributeEvent'] },
  DoCancelApplication:     { does: 'Takes one\'s application back.', returns: 'bool', params: [], needs: id, answers: ['ApplyChangeStatusCancelEvent'], ours: true },
  DoApplyApproval:         { does: 'Decides on an application: 1 yes, 0 no.', returns: 'bool', params: [text('apply_agent_id', -73), { name: 'targetStatus', type: 'string', empty: -15, oneOf: ['7'], wrong: -16 }, { name: 'passFlag', type: 'string', empty: -74, oneOf: ['0', '1'], wrong: -59 }], needs: id, answers: ['ApproveChangeStatusDistributeEvent'] },
  DoGetAgentGroupStatusMaxNum: { does: 'Asks how many of some groups may be away at once.', returns: 'bool', params: [text('targetAgentGroupNameLstStr', -77), text('targetAgentGroupIdLstStr', -45), { name: 'targetStatus', type: 'string', empty: -15, oneOf: ['7'], wrong: -16 }], needs: id, answers: ['GetAgentGroupStatusMaxNumEvent'] },
  // The document forgets the number itself: it comes last here, one for all groups or one for each.
  DoSetAgentGroupStatusMaxNum: { does: 'Sets how many of some groups may be away at once.', returns: 'bool', params: [text('targetAgentGroupNameLstStr', -77), text('targetAgentGroupIdLstStr', -45), { name: 'targetStatus', type: 'string', empty: -15, oneOf: ['7'], wrong: -16 }, text('maxNumLstStr', -78)], needs: id, answers: ['GetAgentGroupStatusMaxNumEvent'] },
  DoGetChangeStatusApplyList: { does: 'Asks for the leaves under way that one may decide on.', returns: 'bool', params: [{ name: 'targetStatus', type: 'string', empty: -15, oneOf: ['7'], wrong: -16 }], needs: id, answers: ['GetChangeStatusApplyListEvent'] },

  // The bar on the page.
  DoClickAgentBarButtonByName: { does: 'Does what a button of the bar does.', returns: 'bool', params: [text('btnName', -59)], needs: [], before: 'link', answers: [] },
  DoShowKeyPad:            { does: 'Shows the keypad.', returns: 'bool', params: [], needs: [], before: 'link', answers: [] },
} as const satisfies Readonly<Record<string, MethodRow>>;
