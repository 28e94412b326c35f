// What people read when the server is up: where to go, who they can be, and how to call.
import type { FirstStart } from './demo-tenant.ts';

export type BannerFacts = {
  readonly version: string;
  /** Of the page, as browsers reach it. */
  readonly url: string;
  readonly tenantId: string;
  readonly sip: { readonly host: string; readonly port: number; readonly domain: string };
  /** Switches that have the calls instead of the embedded one. */
  readonly switches: readonly { readonly id: string; readonly url: string }[];
  /** `embedded PostgreSQL in ./data`, or the address without its password. */
  readonly database: string;
  /** Present at the first start only. */
  readonly firstStart: FirstStart | null;
  /** Where the passwords of the first start still lie; shown at later starts. */
  readonly passwordsFile?: string | null;
  readonly demo: boolean;
  /** Milliseconds from the start of the process. */
  readonly startedInMs: number;
};

const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

function accounts(firstStart: FirstStart): readonly string[] {
  const { logins, phones } = firstStart;
  const row = (each: { login: string; password: string; name: string; role: string }): string =>
    `    ${each.login.padEnd(6)} ${each.password}   ${each.name} (${each.role})`;
  return [
    '',
    '  Sign in as (passwords are shown this once):',
    ...logins.map(row),
    '',
    '  Desk phones and softphones register as:',
    ...phones.map((each) => `    ${each.user.padEnd(6)} ${each.password}`),
    '',
    `  All of this is in ${firstStart.file} too, readable by you alone; delete it when you have it elsewhere.`,
  ];
}

const reminder = (file: string | null): readonly string[] =>
  file === null ? [] : [`  Passwords ${file} (delete it when you have them elsewhere)`];

/** @returns text that ends with a line break. */
export function banner(facts: BannerFacts): string {
  const { sip, switches } = facts;
  const isEmbedded = switches.length === 0;
  const address = sip.host === '0.0.0.0' ? 'this machine’s address' : sip.host;
  const lines = [
    '',
    `  Cordboard ${facts.version} is up after ${(facts.startedInMs / 1000).toFixed(1)} s.`,
    '',
    `  Agents    ${facts.url}   (tenant ${facts.tenantId})`,
    isEmbedded
      ? `  Phones    SIP on ${address}, port ${sip.port}, UDP and TCP; domain and realm ${sip.domain}`
      : `  Phones    at ${switches.map(({ id, url }) => `${id} (${url})`).join(', ')}; realm ${sip.domain}`,
    `  Database  ${facts.database}`,
    ...(facts.firstStart === null ? reminder(facts.passwordsFile ?? null) : accounts(facts.firstStart)),
    '',
    ...(facts.demo && isEmbedded
      ? ['  Call it:  npm run call                 (4000 menu, 4001 support, 4002 sales)']
      : []),
    ...(isEmbedded && loopback(sip.host) ? ['  For phones in your network:  npm start -- --sip.host 0.0.0.0'] : []),
    '  Stop with Ctrl+C. All settings:  npm start -- --help',
    '',
  ];
  return `${lines.join('\n')}\n`;
}
