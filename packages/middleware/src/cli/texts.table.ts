// What the agent's program says, in each language.
import type { Language } from '../http/problems.table.ts';

type Text = Readonly<Record<Language, string>>;

export const texts = {
  // the head
  connected:     { en: 'connected',              zh: '已连接',         ru: 'на связи' },
  connecting:    { en: 'connecting …',           zh: '正在连接……',     ru: 'соединение …' },
  away:          { en: 'no connection, trying again', zh: '连接中断,正在重试', ru: 'нет связи, повторяю' },
  noCalls:       { en: 'no calls',               zh: '没有通话',       ru: 'вызовов нет' },
  calls:         { en: 'Calls',                  zh: '通话',           ru: 'Вызовы' },
  events:        { en: 'Events',                 zh: '事件',           ru: 'События' },
  // states of a user
  offline:       { en: 'offline',                zh: '离线',           ru: 'не в сети' },
  normal:        { en: 'ready',                  zh: '就绪',           ru: 'готов' },
  absent:        { en: 'away',                   zh: '离开',           ru: 'отошёл' },
  dnd:           { en: 'do not disturb',         zh: '免打扰',         ru: 'не беспокоить' },
  wrapup:        { en: 'wrap-up',                zh: '话后处理',       ru: 'поствызывная обработка' },
  custom:        { en: 'absent',                 zh: '缺席',           ru: 'отсутствует' },
  ringing:       { en: 'ringing',                zh: '振铃',           ru: 'звонок' },
  speaking:      { en: 'speaking',               zh: '通话中',         ru: 'разговор' },
  // states of a call
  new:           { en: 'rings',                  zh: '振铃',           ru: 'звонит' },
  talking:       { en: 'talks',                  zh: '通话',           ru: 'говорит' },
  ended:         { en: 'ended',                  zh: '已结束',         ru: 'завершён' },
  held:          { en: 'held',                   zh: '保持',           ru: 'удержание' },
  muted:         { en: 'muted',                  zh: '静音',           ru: 'без микрофона' },
  // keys
  answer:        { en: 'answer',                 zh: '接听',           ru: 'ответить' },
  hangUp:        { en: 'hang up',                zh: '挂断',           ru: 'положить трубку' },
  hold:          { en: 'hold',                   zh: '保持',           ru: 'удержать' },
  mute:          { en: 'mute',                   zh: '静音',           ru: 'микрофон' },
  wrapUpDone:    { en: 'close',                  zh: '完成',           ru: 'закрыть' },
  dial:          { en: 'dial',                   zh: '拨号',           ru: 'набрать' },
  transfer:      { en: 'transfer',               zh: '转接',           ru: 'перевести' },
  consult:       { en: 'consult',                zh: '咨询',           ru: 'консультация' },
  callBack:      { en: 'transfer, back if unanswered', zh: '转接(无人接听则返回)', ru: 'перевод с возвратом' },
  conference:    { en: 'bring a third in',       zh: '三方',           ru: 'добавить третьего' },
  finish:        { en: 'leave it to them',       zh: '完成转接',       ru: 'завершить перевод' },
  breakOff:      { en: 'break off',              zh: '取消转接',       ru: 'прервать перевод' },
  digits:        { en: 'digits',                 zh: '按键',           ru: 'тональный набор' },
  recordingOff:  { en: 'recording off',          zh: '停止录音',       ru: 'запись выкл.' },
  recordingOn:   { en: 'recording on',           zh: '继续录音',       ru: 'запись вкл.' },
  ready:         { en: 'ready',                  zh: '就绪',           ru: 'готов' },
  choose:        { en: 'choose a call',          zh: '选择通话',       ru: 'выбор вызова' },
  bar:           { en: 'open the agent bar',     zh: '打开工具条',     ru: 'открыть панель' },
  help:          { en: 'help',                   zh: '帮助',           ru: 'справка' },
  quit:          { en: 'quit',                   zh: '退出',           ru: 'выход' },
  // questions and answers
  askNumber:     { en: 'Number: ',               zh: '号码:',         ru: 'Номер: ' },
  askDigits:     { en: 'Digits: ',               zh: '按键:',         ru: 'Цифры: ' },
  askQuit:       { en: 'A call is open. Quit all the same? (y/n) ', zh: '仍有通话。确定退出吗?(y/n)', ru: 'Есть открытый вызов. Выйти? (y/n) ' },
  askLogin:      { en: 'Login: ',                zh: '用户名:',       ru: 'Логин: ' },
  askPassword:   { en: 'Password: ',             zh: '密码:',         ru: 'Пароль: ' },
  done:          { en: 'done',                   zh: '完成',           ru: 'готово' },
  noCall:        { en: 'There is no call to do this with.', zh: '没有可操作的通话。', ru: 'Нет подходящего вызова.' },
  loggedInAgain: { en: 'The session was over; logged in again.', zh: '会话已结束,已重新登录。', ru: 'Сессия завершилась; вход выполнен заново.' },
  closeHelp:     { en: 'any key closes this',    zh: '按任意键关闭',   ru: 'любая клавиша закроет' },
} as const satisfies Readonly<Record<string, Text>>;

export type TextName = keyof typeof texts;
export const say = (language: Language, name: TextName): string => texts[name][language];
