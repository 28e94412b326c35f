// Every error that a wire of ours can carry: its number in JSON-RPC, its HTTP status, what people are told.
import type { RefusalName } from '@cordboard/domain';

export type ErrorRow = {
  /** JSON-RPC 2.0 §5.1: -32768 to -32000 are reserved; ours are -32000 to -32099 at the door and 1000 upwards in the core. */
  readonly code: number;
  readonly httpStatus: number;
  /** The code with which an AgentBar page hears of it (seed 003 §3.2.8), unless dialects/agentbar/codes.table.ts says otherwise. */
  readonly agentBar: number;
  readonly zh: string;
  readonly en: string;
  readonly ru: string;
};

export const refusals = {
  notAuthenticated:   { code: 1000, httpStatus: 401, agentBar: -23, zh: '账号或密码错误，或尚未登录', en: 'Login or password is wrong, or nobody is signed in.', ru: 'Неверный логин или пароль, либо вход не выполнен.' },
  notPermitted:       { code: 1001, httpStatus: 403, agentBar: -21, zh: '没有权限', en: 'Your role does not permit this.', ru: 'Ваша роль этого не разрешает.' },
  notSignedIn:        { code: 1002, httpStatus: 409, agentBar: -23, zh: '座席未签入', en: 'The agent is not signed in to take calls.', ru: 'Оператор не вошёл в линию.' },
  alreadySignedIn:    { code: 1003, httpStatus: 409, agentBar: -6, zh: '座席已签入', en: 'The agent is already signed in.', ru: 'Оператор уже вошёл в линию.' },
  signedInElsewhere:  { code: 1004, httpStatus: 409, agentBar: -7, zh: '座席已在别处登录', en: 'The agent is signed in elsewhere.', ru: 'Оператор вошёл в другом месте.' },
  agentDisabled:      { code: 1006, httpStatus: 403, agentBar: -52, zh: '该座席还未启用', en: 'The agent is not enabled.', ru: 'Оператор не активен.' },
  wrongPassword:      { code: 1007, httpStatus: 403, agentBar: -84, zh: '旧密码错误', en: 'The old password is wrong.', ru: 'Старый пароль неверен.' },
  invalidParameter:   { code: 1005, httpStatus: 400, agentBar: -59, zh: '参数为空或不合法', en: 'A parameter is empty or not allowed.', ru: 'Параметр пуст или недопустим.' },
  wrongAgentState:    { code: 1010, httpStatus: 409, agentBar: -24, zh: '座席当前状态不允许此操作', en: 'Not possible in the present agent state.', ru: 'Невозможно в текущем состоянии оператора.' },
  wrongCallState:     { code: 1011, httpStatus: 409, agentBar: -24, zh: '通话当前状态不允许此操作', en: 'Not possible in the present state of the call.', ru: 'Невозможно в текущем состоянии вызова.' },
  busyWithCall:       { code: 1012, httpStatus: 409, agentBar: -24, zh: '正在通话中', en: 'Busy with a call.', ru: 'Занят вызовом.' },
  agentBlocked:       { code: 1013, httpStatus: 409, agentBar: -24, zh: '座席已被班长锁定', en: 'A supervisor has blocked this agent.', ru: 'Оператор заблокирован супервизором.' },
  notInQueue:         { code: 1014, httpStatus: 409, agentBar: -42, zh: '座席不属于该队列', en: 'The agent does not belong to this queue.', ru: 'Оператор не относится к этой очереди.' },
  unknownAgent:       { code: 1020, httpStatus: 404, agentBar: -49, zh: '座席不存在', en: 'No such agent.', ru: 'Нет такого оператора.' },
  unknownQueue:       { code: 1021, httpStatus: 404, agentBar: -42, zh: '队列不存在', en: 'No such queue.', ru: 'Нет такой очереди.' },
  unknownDevice:      { code: 1022, httpStatus: 404, agentBar: -11, zh: '分机不存在', en: 'No such extension.', ru: 'Нет такого внутреннего номера.' },
  unknownIvr:         { code: 1023, httpStatus: 404, agentBar: -40, zh: '语音菜单不存在', en: 'No such voice menu.', ru: 'Нет такого голосового меню.' },
  unknownIvrProfile:  { code: 1027, httpStatus: 404, agentBar: -64, zh: 'IVR Profile 不存在', en: 'No such voice menu with presets.', ru: 'Нет такого голосового меню с параметрами.' },
  unknownCall:        { code: 1024, httpStatus: 404, agentBar: -81, zh: '通话不存在', en: 'No such call.', ru: 'Нет такого вызова.' },
  unknownConnection:  { code: 1025, httpStatus: 404, agentBar: -60, zh: '通话方不存在', en: 'No such party in the call.', ru: 'Нет такого участника вызова.' },
  unknownGroup:       { code: 1026, httpStatus: 404, agentBar: -61, zh: '座席组不存在', en: 'No such group.', ru: 'Нет такой группы.' },
  deviceInUse:        { code: 1030, httpStatus: 409, agentBar: -12, zh: '分机已被占用', en: 'Somebody else uses this extension.', ru: 'Этот внутренний номер уже занят.' },
  deviceUnregistered: { code: 1031, httpStatus: 409, agentBar: -26, zh: '分机未注册', en: 'The telephone is not registered.', ru: 'Телефон не зарегистрирован.' },
  deviceRequired:     { code: 1032, httpStatus: 409, agentBar: -25, zh: '需要先绑定分机', en: 'Sign in with a telephone first.', ru: 'Сначала войдите с телефоном.' },
  phoneUnavailable:   { code: 1033, httpStatus: 503, agentBar: -26, zh: '交换机暂时不能接入浏览器话机，请稍后再试', en: 'The switch cannot take a telephone in the browser now; try again.', ru: 'Коммутатор сейчас не может принять телефон в браузере; повторите.' },
  targetNotSignedIn:  { code: 1040, httpStatus: 409, agentBar: -49, zh: '对方座席未签入', en: 'The other agent is not signed in.', ru: 'Этот оператор не вошёл в линию.' },
  targetWithoutDevice: { code: 1053, httpStatus: 409, agentBar: -34, zh: '对方座席未绑定分机', en: 'The other agent works without a telephone.', ru: 'Этот оператор работает без телефона.' },
  targetUnregistered: { code: 1054, httpStatus: 409, agentBar: -36, zh: '对方座席的分机未注册', en: 'The other agent\'s telephone is not registered.', ru: 'Телефон этого оператора не зарегистрирован.' },
  targetBusy:         { code: 1055, httpStatus: 409, agentBar: -27, zh: '对方座席正忙', en: 'The other agent is busy.', ru: 'Этот оператор занят.' },
  targetIsSelf:       { code: 1041, httpStatus: 409, agentBar: -28, zh: '不能呼叫或转接给自己', en: 'That is yourself.', ru: 'Это вы сами.' },
  numberNotAllowed:   { code: 1042, httpStatus: 403, agentBar: -57, zh: '不允许拨打该号码', en: 'This number may not be dialled.', ru: 'Этот номер набирать нельзя.' },
  numberInvalid:      { code: 1043, httpStatus: 400, agentBar: -59, zh: '号码不合法', en: 'This is not a telephone number.', ru: 'Это не телефонный номер.' },
  displayNumberNotAllowed: { code: 1048, httpStatus: 403, agentBar: -22, zh: '不允许外显该号码', en: 'This number may not be shown to the called party.', ru: 'Этот номер нельзя показывать вызываемому абоненту.' },
  displayNumberRequired: { code: 1049, httpStatus: 400, agentBar: -19, zh: '请选择外显号码', en: 'Choose the number that the called party is shown.', ru: 'Укажите номер, который увидит вызываемый абонент.' },
  trunksBusy:         { code: 1044, httpStatus: 503, agentBar: -57, zh: '中继线路全忙', en: 'All trunks are busy.', ru: 'Все линии заняты.' },
  notYourCall:        { code: 1045, httpStatus: 403, agentBar: -60, zh: '不是您的通话', en: 'This is not your call.', ru: 'Это не ваш вызов.' },
  answerAtPhone:      { code: 1046, httpStatus: 409, agentBar: -60, zh: '请在话机上接听', en: 'Answer at the telephone itself.', ru: 'Ответьте на самом телефоне.' },
  alreadySupervised:  { code: 1047, httpStatus: 409, agentBar: -50, zh: '已有其他班长在该通话中发言', en: 'Another supervisor already speaks in this call.', ru: 'В этом вызове уже говорит другой супервизор.' },
  gradingOff:         { code: 1051, httpStatus: 409, agentBar: -60, zh: '未启用评分', en: 'Grading is not set up.', ru: 'Оценка не настроена.' },
  noCustomer:         { code: 1052, httpStatus: 409, agentBar: -82, zh: '通话中没有客户', en: 'There is no customer in this call.', ru: 'В этом вызове нет клиента.' },
  notRecorded:        { code: 1056, httpStatus: 409, agentBar: -60, zh: '该通话未在录音', en: 'This call is not on record.', ru: 'Этот вызов не записывается.' },
  recordingPaused:    { code: 1057, httpStatus: 409, agentBar: -60, zh: '录音已暂停', en: 'The recording is paused already.', ru: 'Запись уже приостановлена.' },
  recordingNotPaused: { code: 1058, httpStatus: 409, agentBar: -60, zh: '录音未暂停', en: 'The recording is not paused.', ru: 'Запись не приостановлена.' },
  leaveAlreadyApplied: { code: 1060, httpStatus: 409, agentBar: -70, zh: '您已经申请过，请不要重复申请', en: 'A leave is applied for or under way already.', ru: 'Перерыв уже запрошен или идёт.' },
  leaveLimitReached:  { code: 1061, httpStatus: 409, agentBar: -69, zh: '申请离开的人数已达到上限，请稍后再试', en: 'Too many of the group are away or asking; try again later.', ru: 'Слишком много коллег на перерыве или просят о нём; попробуйте позже.' },
  noApproverOnline:   { code: 1062, httpStatus: 409, agentBar: -71, zh: '审批者目前不在线，请稍后再试', en: 'Nobody who may decide on this is online; try again later.', ru: 'Никого, кто может это решить, нет на месте; попробуйте позже.' },
  unknownLeave:       { code: 1063, httpStatus: 404, agentBar: -76, zh: '没有此离开申请', en: 'There is no such application for a leave.', ru: 'Такого запроса на перерыв нет.' },
  leaveAlreadyDecided: { code: 1064, httpStatus: 409, agentBar: -75, zh: '此申请已经被处理', en: 'This application has been decided on already.', ru: 'По этому запросу уже принято решение.' },
  leaveExpired:       { code: 1065, httpStatus: 409, agentBar: -80, zh: '此申请或审批已超时，操作无效', en: 'The time for this application is over.', ru: 'Время этого запроса истекло.' },
  wrongLeaveState:    { code: 1066, httpStatus: 409, agentBar: -76, zh: '此申请的处理状态不正确', en: 'Not possible in the present state of the leave.', ru: 'Невозможно в текущем состоянии перерыва.' },
  limitReached:       { code: 1050, httpStatus: 429, agentBar: -60, zh: '已达到上限', en: 'A limit has been reached.', ru: 'Достигнут предел.' },
} as const satisfies Record<RefusalName, ErrorRow>;

/** What a door says before the core is asked. */
export const doorErrors = {
  parseError:         { code: -32700, httpStatus: 400, agentBar: -1, zh: '不是合法的 JSON', en: 'This is not JSON.', ru: 'Это не JSON.' },
  invalidRequest:     { code: -32600, httpStatus: 400, agentBar: -2, zh: '不是合法的请求', en: 'This is not a JSON-RPC 2.0 request.', ru: 'Это не запрос JSON-RPC 2.0.' },
  methodNotFound:     { code: -32601, httpStatus: 404, agentBar: -5, zh: '方法不存在', en: 'No such method.', ru: 'Нет такого метода.' },
  invalidParams:      { code: -32602, httpStatus: 400, agentBar: -59, zh: '参数为空或不合法', en: 'A parameter is missing, surplus or wrong.', ru: 'Параметр пропущен, лишний или неверен.' },
  internal:           { code: -32603, httpStatus: 500, agentBar: -2000, zh: '服务器内部错误', en: 'The server failed; nothing was done.', ru: 'Ошибка сервера; ничего не сделано.' },
  rateLimited:        { code: -32000, httpStatus: 429, agentBar: -60, zh: '请求过于频繁', en: 'Too many requests; slow down.', ru: 'Слишком много запросов; помедленнее.' },
  frameTooLarge:      { code: -32001, httpStatus: 413, agentBar: -59, zh: '消息过大', en: 'The message is too large.', ru: 'Сообщение слишком велико.' },
  binaryNotAccepted:  { code: -32002, httpStatus: 415, agentBar: -2, zh: '不接受二进制消息', en: 'Binary messages are not accepted.', ru: 'Двоичные сообщения не принимаются.' },
  batchTooLarge:      { code: -32003, httpStatus: 413, agentBar: -2, zh: '批量请求过多', en: 'Too many requests in one batch.', ru: 'Слишком много запросов в пакете.' },
  overloaded:         { code: -32004, httpStatus: 503, agentBar: -43, zh: '服务器繁忙', en: 'Too much is under way; try again.', ru: 'Слишком много незавершённого; повторите.' },
  sessionExpired:     { code: -32005, httpStatus: 401, agentBar: -23, zh: '会话已过期，请重新登录', en: 'The session has expired; sign in again.', ru: 'Сеанс истёк; войдите снова.' },
} as const satisfies Record<string, ErrorRow>;

export const errors = { ...refusals, ...doorErrors } as const;

export type DoorErrorName = keyof typeof doorErrors;
export type ErrorName = keyof typeof errors;
