// The structs that travel in lists: their fields, all of them text, in the order of the document (seed 003 §3.2.5, §3.2.6).

export const structs = {
  Agent_Online_Struct: [
    'agentgroup_name', 'agentgroup_num', 'agentName', 'agentNum', 'agentStatus', 'bindExten', 'flag', 'roleNum', 'status_change_time', 'customer_enter_channel',
  ],
  Customer_Info_Struct: [
    'call_type', 'callcenter_num', 'customer_num', 'customer_status', 'customer_type', 'customer_uuid', 'enter_queue_time', 'queue_num', 'queue_name',
    'orderID', 'queue_customer_amount', 'wait_time', 'customer_enter_channel', 'exclusive_agent_num', 'exclusive_queue_num',
  ],
  Queue_Statis_Struct: [
    'agent_busy_amount', 'agent_callout_amount', 'agent_calling_amount', 'agent_hold_amount', 'agent_mute_amount', 'agent_idle_amount', 'agent_leave_amount',
    'agent_no_exten_amount', 'agent_offline_amount', 'agent_online_amount', 'agent_post_treatment', 'agent_ring_amount', 'agent_talking_amount',
    'agentNumLstStr', 'early_queue_enter_time', 'early_queue_enter_time_all', 'min_enter_queue_time', 'queue_name', 'queue_num', 'queue_wait_people_amount',
  ],
  // The document names the next three and leaves their fields open; these are ours.
  Leg_Info_Struct: ['uuid', 'leg_type', 'number', 'name', 'direction', 'state', 'muted', 'start_time', 'ring_time', 'answer_time', 'queue_num'],
  Relation_Info_Struct: ['relation', 'agent_num', 'target_num', 'state', 'start_time'],
  Apply_Change_Status: [
    'apply_agentid', 'apply_agentName', 'apply_agent_groupID', 'apply_agent_groupName', 'targetStatus', 'apply_time', 'applyType', 'apply_state', 'approve_agentid', 'approve_time',
  ],
} as const;
