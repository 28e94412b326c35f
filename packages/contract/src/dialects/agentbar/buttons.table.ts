// Every button of the bar by name (seed 003 DoClickAgentBarButtonByName): the method behind it, and the native method whose permission enables it.

export type ButtonRow = {
  readonly zh: string;
  readonly method: string;
  /** Enabled while the server lists this among what is `allowed`; null: always. */
  readonly enabledBy: string | null;
  /** Needs something of the agent first (whom, which number): without a view it cannot be done. */
  readonly asks: boolean;
  readonly ours?: true;
};

export const buttons = {
  tsbCancelApplication: { zh: '取消申请', method: 'DoCancelApplication', enabledBy: 'leave.cancel',          asks: false },
  tsbAnswer:            { zh: '接听',     method: 'DoAnswer',            enabledBy: 'call.answer',           asks: false },
  tsbKeyPad:            { zh: '拨号盘',   method: 'DoShowKeyPad',        enabledBy: 'call.sendDigits',       asks: true },
  tsbCallAgent:         { zh: '内部呼叫', method: 'DoCallAgent',         enabledBy: 'call.make',             asks: true },
  tsbCallOut:           { zh: '外呼',     method: 'DoCallOut',           enabledBy: 'call.make',             asks: true },
  tsbHangUp:            { zh: '挂断',     method: 'DoHangUp',            enabledBy: 'call.hangUp',           asks: false },
  tsbTransfer:          { zh: '转接',     method: 'DoTransferAgent',     enabledBy: 'call.transfer',         asks: true },
  tsbGrade:             { zh: '评分',     method: 'DoGrade',             enabledBy: 'call.grade',            asks: true },
  tsbHold:              { zh: '保持',     method: 'DoHold',              enabledBy: 'call.hold',             asks: false },
  tsbStopHold:          { zh: '取消保持', method: 'DoStopHold',          enabledBy: 'call.retrieve',         asks: false },
  tsbThreeWay:          { zh: '三方',     method: 'DoThreeWay',          enabledBy: 'call.invite',           asks: true },
  tsbThreeWayCancel:    { zh: '取消三方', method: 'DoThreeWayCancel',    enabledBy: 'call.endConsultation',  asks: false },
  tsbConsult:           { zh: '询问',     method: 'DoConsult',           enabledBy: 'call.consult',          asks: true },
  tsbStopConsult:       { zh: '取消询问', method: 'DoStopConsult',       enabledBy: 'call.endConsultation',  asks: false },
  tsddbAfterHangup:     { zh: '挂断后是否转为空闲', method: 'toggleIdleAfterHangup', enabledBy: null,        asks: false },
  tsbMute:              { zh: '静音',     method: 'DoMute',              enabledBy: 'call.mute',             asks: false, ours: true },
  tsbStopMute:          { zh: '取消静音', method: 'DoStopMute',          enabledBy: 'call.unmute',           asks: false, ours: true },
  tsbConsultTransfer:   { zh: '询问转',   method: 'DoConsultTransfer',   enabledBy: 'call.completeTransfer', asks: false, ours: true },
} as const satisfies Readonly<Record<string, ButtonRow>>;
