// What can be wrong with a request: the code, the status, and what it says in each language.

export const languages = ['en', 'zh', 'ru'] as const;
export type Language = (typeof languages)[number];

type ProblemRow = { readonly status: number } & Readonly<Record<Language, string>>;

export const problems = {
  badFormat: {
    status: 400,
    en: 'The request is not in the right format.',
    zh: '请求格式不正确。',
    ru: 'Неверный формат запроса.',
  },
  unknownCommand: {
    status: 400,
    en: 'There is no such command.',
    zh: '没有这个命令。',
    ru: 'Такой команды нет.',
  },
  badField: {
    status: 400,
    en: 'A field of the command is missing or wrong.',
    zh: '命令的某个字段缺失或不正确。',
    ru: 'Поле команды отсутствует или неверно.',
  },
  wrongPair: {
    status: 401,
    en: 'Login or password is wrong.',
    zh: '用户名或密码错误。',
    ru: 'Неверный логин или пароль.',
  },
  notSignedIn: {
    status: 401,
    en: 'Nobody is logged in here, or the session is over.',
    zh: '尚未登录，或会话已结束。',
    ru: 'Вход не выполнен, или сессия завершена.',
  },
  notAllowed: {
    status: 403,
    en: 'This command is not for agents.',
    zh: '坐席不能使用这个命令。',
    ru: 'Эта команда недоступна оператору.',
  },
  foreignLogin: {
    status: 403,
    en: "Another user's telephone cannot be used.",
    zh: '不能操作其他用户的电话。',
    ru: 'Телефоном другого пользователя управлять нельзя.',
  },
  foreignCall: {
    status: 403,
    en: 'This is no call of yours.',
    zh: '这不是您的通话。',
    ru: 'Это не ваш вызов.',
  },
  foreignPage: {
    status: 403,
    en: 'A page from elsewhere cannot use this session.',
    zh: '其他来源的页面不能使用此会话。',
    ru: 'Страница другого источника не может использовать эту сессию.',
  },
  notFound: {
    status: 404,
    en: 'There is nothing here.',
    zh: '这里没有内容。',
    ru: 'Здесь ничего нет.',
  },
  tooLarge: {
    status: 413,
    en: 'The request is too large.',
    zh: '请求过大。',
    ru: 'Запрос слишком велик.',
  },
  tooManyTries: {
    status: 429,
    en: 'Too many failed logins: wait a little.',
    zh: '登录失败次数过多，请稍候。',
    ru: 'Слишком много неудачных попыток входа, подождите.',
  },
  tooMuchAtOnce: {
    status: 429,
    en: 'Too much is asked at once.',
    zh: '同时请求过多。',
    ru: 'Слишком много запросов одновременно.',
  },
  ctiRefused: {
    status: 500,
    en: 'The telephone system refused.',
    zh: '电话系统拒绝了请求。',
    ru: 'Телефонная система отказала.',
  },
  ctiTimeout: {
    status: 500,
    en: 'The telephone system did not answer in time.',
    zh: '电话系统未及时应答。',
    ru: 'Телефонная система не ответила вовремя.',
  },
  ctiAway: {
    status: 500,
    en: 'The telephone system cannot be reached.',
    zh: '无法连接电话系统。',
    ru: 'Нет связи с телефонной системой.',
  },
  databaseAway: {
    status: 500,
    en: 'The database cannot be reached.',
    zh: '无法连接数据库。',
    ru: 'Нет связи с базой данных.',
  },
  internal: {
    status: 500,
    en: 'Something went wrong here.',
    zh: '服务器内部错误。',
    ru: 'Внутренняя ошибка сервера.',
  },
} as const satisfies Readonly<Record<string, ProblemRow>>;

export type ProblemCode = keyof typeof problems;

/** What seed clients know of each route; another status becomes the nearest of them (seed 004). */
const seedStatuses: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  '/api/v1/login': { 413: 400, 429: 401, 403: 401 },
  '/api/v1/events': { 400: 500, 403: 401, 413: 500, 429: 500 },
  '/api/v1/control': { 400: 500, 403: 500, 413: 500, 429: 500 },
};

export const strictStatus = (route: string, status: number): number => seedStatuses[route]?.[status] ?? status;
