// A thousand agents' programs: each logs in, waits for events with long polls, and notes when each one came.
import { Agent, request } from 'node:http';

const [url = '', users = '0', password = ''] = process.argv.slice(2);
const count = Number(users);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const now = (): number => performance.timeOrigin + performance.now();

type Answer = { readonly status: number; readonly text: string };

function ask(method: string, path: string, token: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const asked = request(url + path, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const tokens: string[] = [];
const times: number[] = [];
const seen = new Map<string, number>();

async function logIn(): Promise<void> {
  const left = Array.from({ length: count }, (_, at) => at);
  const next = async (): Promise<void> => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const { status, text } = await ask('POST', '/api/v1/login', '', { login: `user-${at}`, password });
      if (status !== 200) throw new Error(`user-${at}: ${status} ${text}`);
      tokens[at] = (JSON.parse(text) as { token: string }).token;
    }
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

async function poll(token: string): Promise<void> {
  for (;;) {
    const { status, text } = await ask('GET', '/api/v1/events?max=100&wait=30', token);
    const at = now();
    if (status === 204) continue;
    if (status !== 200) throw new Error(`events: ${status} ${text}`);
    for (const { key, sentAt } of JSON.parse(text) as { key?: string; sentAt: number }[]) {
      if (key === undefined) continue;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      times.push(at - sentAt);
    }
  }
}

async function control(times_: number, together: number): Promise<readonly number[]> {
  const took: number[] = [];
  let left = times_;
  const one = async (token: string): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const from = now();
      const { status } = await ask('POST', '/api/v1/control', token, { name: 'GetUserState' });
      if (status !== 200) throw new Error(`control: ${status}`);
      took.push(now() - from);
    }
  };
  await Promise.all(tokens.slice(0, together).map(one));
  return took;
}

const wishes: Readonly<Record<string, () => Promise<unknown>>> = {
  logIn,
  poll: async () => {
    for (const token of tokens) void poll(token);
  },
  forget: async () => {
    times.length = 0;
    seen.clear();
  },
  told: async () => ({ times, came: seen.size, doubled: [...seen.values()].filter((often) => often > 1).length }),
  controlOne: () => control(1_000, 1),
  controlMany: () => control(4_000, 50),
  end: async () => {
    setImmediate(() => process.exit(0));
  },
};
process.on('message', (wish: string) => {
  void wishes[wish]?.().then((answer) => process.send?.({ answer: answer ?? null }));
});
