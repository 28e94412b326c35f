// Where settings come from: the later over the earlier, by our names and the original's; and what a link may set.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsError, readSettings } from './sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordboard-settings-'));
let files = 0;
function fileOf(content: unknown): string {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const read = (flags: readonly string[] = [], environment: Record<string, string> = {}, ...contents: unknown[]) =>
  readSettings({ files: contents.map(fileOf), environment, flags });

test('defaults: loopback port 9696, the draft, nobody let in unasked', () => {
  const { localServer, cti, phone } = read();
  expect(localServer).toMatchObject({ port: 9696, profile: 'draft', allowedOrigins: [], isOpenToAnyPage: false });
  expect([cti.servers, phone.registrars, phone.autoAnswer]).toEqual([[], [], 'asked']);
});

test('installation, user, environment, flags: the later counts', () => {
  const installation = { LocalWebServer: { Port: 1001 }, Phone: { LocalPort: 5070 } };
  const user = { LocalWebServer: { Port: 1002 } };
  expect(read([], {}, installation, user)).toMatchObject({ localServer: { port: 1002 }, phone: { localPort: 5070 } });
  const environment = { IPSC6AGENT_LocalWebServer__Port: '1003' };
  expect(read([], environment, installation, user).localServer.port).toBe(1003);
  expect(read(['LocalWebServer:Port=1004'], environment, installation, user).localServer.port).toBe(1004);
  expect(read(['--localServer.port', '1005'], environment).localServer.port).toBe(1005);
});

test('the names of the original, of either generation, in letters of any size', () => {
  const settings = read([
    'WebServer:ListenPort=9700',
    'phone:LOCALSIPPORT=5080',
    'Startup:MainWindowStartupMode=2',
    'Ipsc:LocalPort=13920',
  ]);
  expect(settings).toMatchObject({
    localServer: { port: 9700 },
    phone: { localPort: 5080 },
    startup: { mainWindowStartupMode: 2 },
    cti: { localPort: 13920 },
  });
});

test('CTI servers: a list in a file, by number in the environment, in one flag', () => {
  const places = [
    { host: 'a', port: 8080, isSecure: false },
    { host: 'b', port: 81, isSecure: false },
  ];
  expect(read([], {}, { Ipsc: { ServerList: ['a', 'b:81'] } }).cti.servers).toEqual(places);
  expect(
    read([], { CORDBOARD_AGENT_Ipsc__ServerList__0: 'a', CORDBOARD_AGENT_Ipsc__ServerList__1: 'b:81' }).cti.servers,
  ).toEqual(places);
  expect(read(['Ipsc:ServerList=a,b:81']).cti.servers).toEqual(places);
  expect(read(['Ipsc:ServerList=wss://cti.example,[::1]:82']).cti.servers).toEqual([
    { host: 'cti.example', port: 443, isSecure: true },
    { host: '::1', port: 82, isSecure: false },
  ]);
});

test('what is wrong is named', () => {
  expect(() => read(['LocalWebServer:Port=high'])).toThrow('localServer.port');
  expect(() => read(['Nonsense:Key=1'])).toThrow(SettingsError);
  expect(() => read(['nonsense'])).toThrow('Key:Sub=value');
  expect(() => read([], {}, '{')).toThrow('not JSON');
  expect(() => read(['localServer:allowedOrigins=["https://crm.example/path"]'])).toThrow('origin');
  expect(() => read(['phone:autoAnswer=sometimes'])).toThrow('phone.autoAnswer');
});

test('a byte order mark and names of objects’ own are no settings', () => {
  expect(read([], {}, '\uFEFF{"LocalWebServer":{"Port":7}}').localServer.port).toBe(7);
  read(['__proto__:isOpenToAnyPage=true', 'constructor:x=1']);
  expect(({} as Record<string, unknown>)['isOpenToAnyPage']).toBeUndefined();
});

test('a link comes from a page: it may fill in a name and say how the window opens, and nothing else', () => {
  const link =
    'cordboard-agent:Startup:WorkerNum=1001%20Startup:MainWindowStartupMode=1%20Ipsc:ServerList=evil%20localServer:isOpenToAnyPage=true';
  const { startup, cti, localServer } = read([link], {}, { Ipsc: { ServerList: ['good'] } });
  expect(startup).toMatchObject({ workerNum: '1001', mainWindowStartupMode: 1 });
  expect(cti.servers).toMatchObject([{ host: 'good' }]);
  expect(localServer.isOpenToAnyPage).toBe(false);
  for (const strange of ['cordboard-agent:', 'cordboard-agent://', 'cordboard-agent:%', 'cordboard-agent:x'])
    expect(read([strange]).cti.servers).toEqual([]);
});
