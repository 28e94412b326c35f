// Errors as each generation of the wire has them (seed 002; version 6 wraps the code in `data`).
import { ipscCodes, type IpscProfile } from '@cordboard/contract/dialects/ipsc';
import { Refusal } from '../agent/refusal.ts';

export type ErrorObject = { readonly code: number; readonly message: string; readonly data?: object };

/** Errors of JSON-RPC 2.0 itself (§5.1), the same in both. */
export const protocolErrors = {
  parse: { code: -32700, message: 'This is not JSON.' },
  request: { code: -32600, message: 'This is not a JSON-RPC 2.0 request.' },
  batch: { code: -32600, message: 'Batches are not accepted: one request in each message.' },
  method: { code: -32601, message: 'There is no such method.' },
  params: { code: -32602, message: 'A parameter is missing, surplus or wrong.' },
} as const satisfies Readonly<Record<string, ErrorObject>>;

/** What clients of version 6 look for in `data.type`. */
const typeOf: Readonly<Partial<Record<Refusal['refused'], string>>> = {
  busy: 'Ipsc.AgentCore.RequestNotCompleteError',
  timedOut: 'Ipsc.AgentCore.RequestTimeoutError',
  connectFailed: 'Ipsc.AgentCore.ConnectionException',
};

export function errorOf(profile: IpscProfile, { refused, message }: Refusal): ErrorObject {
  const { code, zh, en, ru } = ipscCodes[refused];
  const text = { zh, en, ru };
  if (profile === 'draft') return { code, message, data: { name: refused, text } };
  const type = typeOf[refused] ?? 'Ipsc.AgentCore.ErrorResponse';
  return { code: -32000, message, data: { type, message, stack: '', code, inner: null, name: refused, text } };
}
