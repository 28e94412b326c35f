// Every code of AgentBar (seed 003 §3.2.8): its words, and how it comes about. The code of a refusal is the column `agentBar` of the error table, unless a row here says otherwise.

/** From a refusal of the server, everywhere or in these methods, or for this parameter. */
export type RefusedBecause = { readonly refused: string; readonly methods?: readonly string[]; readonly field?: string };
export type CodeRow = {
  readonly zh: string;
  readonly en: string;
  readonly refused?: readonly RefusedBecause[];
  /** Said by the class, before or without asking the server: when. */
  readonly local?: string;
  /** Said by the class about the link: when. */
  readonly link?: string;
  /** Cannot come about: why. */
  readonly never?: string;
};

const supervising = ['DoListen', 'DoWhisper', 'DoBargein', 'DoForceHangup', 'DoRop', 'DoTakeOver', 'DoSwitchSupervision', 'DoStopSupervision'] as const;
const callAgent = ['DoCallAgent'] as const;
const signIn = ['DoSignIn', 'DoSignInWithConnect'] as const;

export const codes = {
  0:     { zh: '成功', en: 'Done.', local: 'A request succeeded.' },
  [-1]:  { zh: 'XML 解析错误', en: 'The message could not be parsed.', refused: [{ refused: 'parseError' }] },
  [-2]:  { zh: 'XML 根节点的 tag 名称不是 "request"', en: 'The message is not a request.', refused: [{ refused: 'invalidRequest' }, { refused: 'binaryNotAccepted' }, { refused: 'batchTooLarge' }] },
  [-3]:  { zh: 'cmdType 字段为空', en: 'The request names no method.', refused: [{ refused: 'invalidRequest', field: 'method' }] },
  [-4]:  { zh: 'agentID 字段为空', en: 'AgentID is empty.', local: 'AgentID is empty.' },
  [-5]:  { zh: 'cmdType 类型未知', en: 'The server does not know this method.', refused: [{ refused: 'methodNotFound' }] },
  [-6]:  { zh: '请不要重复签入', en: 'Signed in already.', refused: [{ refused: 'alreadySignedIn' }], local: 'DoSignIn while signed in.' },
  [-7]:  { zh: '工号与登陆的 socket 号不相符', en: 'AgentID is not the agent who signed in on this connection.', refused: [{ refused: 'signedInElsewhere' }], local: 'AgentID was changed after sign-in.' },
  [-8]:  { zh: 'agentPwd 字段为空', en: 'The password is empty.', local: 'AgentPwd is empty.' },
  [-9]:  { zh: 'bindExten 字段不为 yes 或 no', en: 'BindExten is neither true nor false.', local: 'BindExten is neither at sign-in.' },
  [-10]: { zh: 'bindExten 字段为 yes 但 agentExten 字段为空', en: 'BindExten is true, and AgentExten is empty.', local: 'So at sign-in, when the page set BindExten.' },
  [-11]: { zh: '分机状态错误,请检查该分机是否注册在线', en: 'The telephone is not registered, or there is no such telephone.', refused: [{ refused: 'unknownDevice' }, { refused: 'deviceUnregistered', methods: signIn }] },
  [-12]: { zh: '分机已被其他座席绑定', en: 'Another agent uses this telephone.', refused: [{ refused: 'deviceInUse' }] },
  [-13]: { zh: '登陆初始座席状态为空', en: 'AgentStatus is empty.', local: 'AgentStatus is empty at sign-in.' },
  [-14]: { zh: '登陆初始座席状态不合法', en: 'One cannot sign in with this AgentStatus.', local: 'AgentStatus at sign-in is none of the initial ones.' },
  [-15]: { zh: '目标座席状态为空', en: 'The status to change to is empty.', local: 'The parameter is empty.' },
  [-16]: { zh: '目标座席状态不合法', en: 'There is no such status.', local: 'The parameter is no status.' },
  [-17]: { zh: '不能手动切换至目标座席状态', en: 'This status cannot be chosen.', local: 'The status comes of calls or of the link.' },
  [-18]: { zh: 'customerNum 字段为空', en: 'The number to call is empty.', local: 'The parameter is empty.' },
  [-19]: { zh: 'customerDisplayNum 字段为空', en: 'A number to show must be given.', refused: [{ refused: 'displayNumberRequired' }] },
  [-20]: { zh: '查找座席角色失败', en: 'The agent\'s role was not found.', refused: [{ refused: 'unknownAgent', methods: ['DoGetDefinedRoleRights'] }] },
  [-21]: { zh: '权限检查失败,请确认您是否有该权限', en: 'The agent\'s role does not permit this.', refused: [{ refused: 'notPermitted' }] },
  [-22]: { zh: 'customerDisplayNum 字段不合法', en: 'This number may not be shown.', refused: [{ refused: 'displayNumberNotAllowed' }, { refused: 'numberNotAllowed', field: 'displayNumber' }, { refused: 'invalidParameter', field: 'displayNumber' }] },
  [-23]: { zh: '没有找到座席,可能没有签入', en: 'The agent is not signed in.', refused: [{ refused: 'notSignedIn' }, { refused: 'sessionExpired' }, { refused: 'notAuthenticated' }], local: 'A method before sign-in.' },
  [-24]: { zh: '座席状态错误', en: 'Not possible in the agent\'s present state.', refused: [{ refused: 'wrongAgentState' }, { refused: 'wrongCallState' }, { refused: 'busyWithCall' }, { refused: 'agentBlocked' }], local: 'A method on a call without a call.' },
  [-25]: { zh: '座席没有绑定分机', en: 'The agent has no telephone.', refused: [{ refused: 'deviceRequired' }], local: 'AgentExten is empty where it is needed.' },
  [-26]: { zh: '绑定的分机状态错误', en: 'The agent\'s telephone is not registered.', refused: [{ refused: 'deviceUnregistered' }, { refused: 'phoneUnavailable' }] },
  [-27]: { zh: '目标座席状态错误', en: 'Not possible in the other agent\'s present state.', refused: [{ refused: 'targetBusy' }] },
  [-28]: { zh: '主叫和被叫相同', en: 'That is oneself.', refused: [{ refused: 'targetIsSelf' }] },
  [-29]: { zh: '未找到主叫座席,可能没有签入', en: 'The calling agent is not signed in.', refused: [{ refused: 'notSignedIn', methods: callAgent }] },
  [-30]: { zh: '未找到被叫座席,可能没有签入', en: 'The called agent is not signed in.', refused: [{ refused: 'unknownAgent', methods: callAgent }, { refused: 'targetNotSignedIn', methods: callAgent }] },
  [-31]: { zh: '主叫座席状态错误', en: 'Not possible in the calling agent\'s present state.', refused: [{ refused: 'wrongAgentState', methods: callAgent }, { refused: 'busyWithCall', methods: callAgent }] },
  [-32]: { zh: '被叫座席状态错误', en: 'Not possible in the called agent\'s present state.', refused: [{ refused: 'targetBusy', methods: callAgent }] },
  [-33]: { zh: '主叫座席未绑定分机', en: 'The calling agent has no telephone.', refused: [{ refused: 'deviceRequired', methods: callAgent }] },
  [-34]: { zh: '被叫座席未绑定分机', en: 'The called agent has no telephone.', refused: [{ refused: 'targetWithoutDevice' }] },
  [-35]: { zh: '主叫座席绑定的分机状态错误', en: 'The calling agent\'s telephone is not registered.', refused: [{ refused: 'deviceUnregistered', methods: callAgent }] },
  [-36]: { zh: '被叫座席绑定的分机状态错误', en: 'The called agent\'s telephone is not registered.', refused: [{ refused: 'targetUnregistered' }] },
  [-37]: { zh: 'language 字段不是 zh 或 en', en: 'The language is neither zh nor en, or is not set up.', refused: [{ refused: 'invalidParameter', methods: ['DoGrade'], field: 'language' }], local: 'The parameter is neither.' },
  [-38]: { zh: '查找座席所在座席组失败', en: 'The agent\'s group was not found.', local: 'The groups are asked for by an agent without one.' },
  [-39]: { zh: 'IVR 号码为空', en: 'The voice menu is empty.', local: 'The parameter is empty.' },
  [-40]: { zh: 'IVR 号码非法', en: 'There is no such voice menu.', refused: [{ refused: 'unknownIvr' }] },
  [-41]: { zh: '队列号码为空', en: 'The queue is empty.', local: 'The parameter is empty.' },
  [-42]: { zh: '队列号码非法', en: 'There is no such queue.', refused: [{ refused: 'unknownQueue' }, { refused: 'notInQueue' }] },
  [-43]: { zh: '后台查询数据库失败', en: 'The server could not ask its database.', refused: [{ refused: 'overloaded' }] },
  [-44]: { zh: '座席组号码为空', en: 'The group is empty.', local: 'The parameter is empty.' },
  [-45]: { zh: '座席组号码列表字段为空', en: 'The list of groups is empty.', local: 'The parameter is empty.' },
  [-46]: { zh: '座席组列表为空', en: 'There are no groups.', local: 'The groups are asked for where none are set up.' },
  [-47]: { zh: '队列管理模块指针为空', en: 'The queue module is missing.', never: 'Queues are part of the one core: there is no server without them.' },
  [-48]: { zh: '查找座席所属队列列表失败', en: 'The agent serves no queue.', local: 'The agent\'s queues are asked for, and he serves none.' },
  [-49]: { zh: '未找到目标座席,可能没有签入', en: 'The other agent is not signed in, or there is no such agent.', refused: [{ refused: 'unknownAgent' }, { refused: 'targetNotSignedIn' }] },
  [-50]: { zh: '目标座席座席状态错误', en: 'The other agent has no call with which this is possible.', refused: [{ refused: 'wrongCallState', methods: supervising }, { refused: 'alreadySupervised' }] },
  [-51]: { zh: '该座席没有注册', en: 'This person is not set up as an agent.', refused: [{ refused: 'unknownAgent', methods: signIn }] },
  [-52]: { zh: '该座席还未启用', en: 'The agent is not enabled.', refused: [{ refused: 'agentDisabled' }] },
  // The server does not say which of the two is wrong, so that nobody can try out who exists: always -53, never -51.
  [-53]: { zh: '登陆密码错误', en: 'Agent or password is wrong.', refused: [{ refused: 'notAuthenticated', methods: signIn }] },
  [-54]: { zh: '使座席下线失败', en: 'The agent could not be signed out.', refused: [{ refused: 'wrongAgentState', methods: ['DoSignOut', 'DoKickOut'] }] },
  [-55]: { zh: '初始化座席相关参数失败', en: 'What belongs to the agent could not be got.', local: 'The state could not be got after sign-in.' },
  [-56]: { zh: '锁分机失败', en: 'The telephone could not be locked.', never: 'Nothing is locked: one loop decides who has a telephone, and says -12.' },
  [-57]: { zh: '手动呼出失败', en: 'The call could not be made.', refused: [{ refused: 'trunksBusy' }, { refused: 'numberNotAllowed' }, { refused: 'numberInvalid', methods: ['DoCallOut', 'DoCallOutForeignId'] }] },
  [-58]: { zh: '改变座席状态失败', en: 'The status could not be changed.', refused: [{ refused: 'wrongAgentState', methods: ['DoSetAgentDefineStatus'] }] },
  [-59]: { zh: '输入参数错误', en: 'A parameter is empty or wrong.', refused: [{ refused: 'invalidParameter' }, { refused: 'invalidParams' }, { refused: 'numberInvalid' }, { refused: 'frameTooLarge' }], local: 'A parameter is wrong.' },
  [-60]: { zh: '电话管理模块操作失败', en: 'The call could not be controlled.', refused: [{ refused: 'unknownConnection' }, { refused: 'notYourCall' }, { refused: 'answerAtPhone' }, { refused: 'limitReached' }, { refused: 'rateLimited' }, { refused: 'gradingOff' }, { refused: 'notRecorded' }, { refused: 'recordingPaused' }, { refused: 'recordingNotPaused' }] },
  [-61]: { zh: '坐席组号码不存在', en: 'There is no such group.', refused: [{ refused: 'unknownGroup' }] },
  [-62]: { zh: '获得自定义网址失败', en: 'The web pages could not be got.', refused: [{ refused: 'overloaded', methods: ['DoGetAgentWebSiteInfo'] }], local: 'None are set up.' },
  [-63]: { zh: 'IVR Profile 号码为空', en: 'The IVR profile is empty.', local: 'The parameter is empty.' },
  [-64]: { zh: 'IVR Profile 号码非法', en: 'There is no such IVR profile.', refused: [{ refused: 'unknownIvrProfile' }] },
  [-65]: { zh: '是否是外线号码标识为空', en: 'It is not said whether the number is outside.', local: 'The parameter is empty, or neither true nor false.' },
  [-66]: { zh: '忙转的外线号码为空', en: 'The outside number to transfer to is empty.', local: 'DoTransferAgent to the outside without a number.' },
  [-67]: { zh: '对方坐席状态无法被强制改变', en: 'The other agent\'s status cannot be forced.', refused: [{ refused: 'wrongAgentState', methods: ['DoForceChangeStatusEvent'] }, { refused: 'deviceRequired', methods: ['DoForceChangeStatusEvent'] }] },
  [-68]: { zh: '此坐席不属于任何坐席组!', en: 'The agent belongs to no group.', refused: [{ refused: 'unknownGroup', methods: ['DoApplyChangeStatus', 'DoSetAgentDefineStatus'] }] },
  [-69]: { zh: '已申请的数量已达到允许的最大阀值,请稍后再试!', en: 'Too many of the group are away or asking; try again later.', refused: [{ refused: 'leaveLimitReached' }] },
  [-70]: { zh: '您已经申请过,请不要重复申请!', en: 'Applied for already.', refused: [{ refused: 'leaveAlreadyApplied' }] },
  [-71]: { zh: '审批者目前不在线,请稍后再试!', en: 'Nobody who may decide is online; try again later.', refused: [{ refused: 'noApproverOnline' }] },
  [-72]: { zh: '未找到您所在的坐席组!', en: 'The agent\'s own group was not found.', refused: [{ refused: 'unknownGroup', methods: ['DoGetAgentGroupStatusMaxNum'] }] },
  [-73]: { zh: '申请者的工号为空!', en: 'The one who applied is empty.', local: 'The parameter is empty.' },
  [-74]: { zh: '审批结果不能为空!', en: 'The decision is empty.', local: 'The parameter is empty.' },
  [-75]: { zh: '此审批已经被处理!', en: 'Decided on already.', refused: [{ refused: 'leaveAlreadyDecided' }] },
  [-76]: { zh: '此申请的处理状态不正确!', en: 'There is no such application, or not in this state.', refused: [{ refused: 'unknownLeave' }, { refused: 'wrongLeaveState' }] },
  [-77]: { zh: '坐席组名称不能为空!', en: 'The names of the groups are empty.', local: 'The parameter is empty.' },
  [-78]: { zh: '坐席组离开阀值无效!', en: 'This is no number of people.', local: 'The parameter is empty or no number.' },
  [-79]: { zh: '设置坐席组离开阀值失败!', en: 'The limit could not be set.', refused: [{ refused: 'invalidParameter', methods: ['DoSetAgentGroupStatusMaxNum'] }, { refused: 'invalidParams', methods: ['DoSetAgentGroupStatusMaxNum'] }] },
  [-80]: { zh: '此申请或审批超时,操作无效!', en: 'The time for this application is over.', refused: [{ refused: 'leaveExpired' }] },
  [-81]: { zh: '坐席电话 uuid 为空!', en: 'The agent\'s call is over.', refused: [{ refused: 'unknownCall' }], local: 'DoGrade without a call.' },
  [-82]: { zh: '客户电话 uuid 为空!', en: 'There is no customer in the call.', refused: [{ refused: 'noCustomer' }] },
  [-83]: { zh: 'web 服务调用失败!', en: 'The web service failed.', local: 'NoAnswerCallsURL could not be read.' },
  [-84]: { zh: '旧密码错误!', en: 'The old password is wrong.', refused: [{ refused: 'wrongPassword' }] },
  [-1000]: { zh: '客户端接收信息线程异常退出', en: 'The client stopped listening to the server.', link: 'The session is over, and the client does not come back by itself.' },
  [-1001]: { zh: '与网络断开连接!', en: 'The connection is lost.', link: 'The link was lost, also under a request; or there is none.' },
  [-1002]: { zh: '网络异常错误!', en: 'The network failed.', link: 'No server could be reached, or none answered in time.' },
  [-2000]: { zh: '系统异常错误!', en: 'The server failed.', refused: [{ refused: 'internal' }] },
  [-2001]: { zh: '系统异常错误!', en: 'The page or the client failed.', local: 'A listener of the page threw.' },
} as const satisfies Readonly<Record<number, CodeRow>>;

export type Code = keyof typeof codes;

/** Where the class itself fails to get an answer: its own words of failure. */
export const linkCodes = { linkLost: -1001, closed: -1001, notConnected: -1001, timeout: -1002, tooManyPending: -1002 } as const;

