// The text `a=b#c=d#;` that comes with calls, and what else a page is told of the customer.
import type { CallView } from '@cordboard/contract';
import { callTypes } from '@cordboard/contract/dialects/agentbar';
import { connectionOf, type BarContext } from './context.ts';

export type Customer = {
  readonly number: string;
  readonly accessNumber: string;
  readonly accessName: string;
  readonly callType: string;
  readonly areaId: string;
  readonly areaName: string;
  /** 1: a customer who comes before others. */
  readonly grade: string;
  readonly extra: string;
  /** The number in its forms. */
  readonly formats: Readonly<Record<string, string>>;
};

const lineTypes = { fixedLine: 'fixed_line', mobile: 'mobile', unknown: '' } as const;

/** @param accessNames names of access numbers. */
export function customerOf(call: CallView, ownId: string, accessNames: ReadonlyMap<string, string>): Customer {
  const { attribution } = call;
  const accessNumber = call.kind === 'inbound' || isFromVisitor(call) ? call.dialled : call.displayNumber;
  const check = connectionOf(call, ownId)?.purpose === 'check';
  return {
    number: outsideNumber(call),
    accessNumber,
    accessName: accessNames.get(accessNumber) ?? '',
    callType: check ? callTypes.check : callTypes[isFromVisitor(call) ? 'inbound' : call.kind],
    areaId: attribution?.areaId ?? '',
    areaName: attribution?.areaName.zh ?? '',
    grade: call.priority > 0 ? '1' : '0',
    extra: Object.keys(call.data).length === 0 ? '' : base64(JSON.stringify(call.data)),
    formats: {
      customer_num_format_local: attribution?.local ?? outsideNumber(call),
      customer_num_format_national: attribution?.national ?? outsideNumber(call),
      customer_num_format_e164: attribution?.e164 ?? '',
      customer_num_phone_type: lineTypes[attribution?.lineType ?? 'unknown'],
    },
  };
}

/** A telephone at which no agent works, such as one in a lobby: who calls from there is a customer. */
const isFromVisitor = ({ from }: CallView): boolean => from.kind === 'device';

/** The customer's number; in a call between agents, the one who called. */
function outsideNumber({ from, connections, dialled }: CallView): string {
  if (from.kind === 'outside') return from.number;
  for (const { party } of connections) if (party.kind === 'outside') return party.number;
  return from.kind === 'agent' ? dialled || from.agentId : from.deviceId;
}

/** @returns `a=b#c=d#;`. The two signs of the form are taken out of values: pages part the text at them. */
export function makeStr(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${value.replaceAll(/[#;]/g, '')}#`);
  return `${parts.join('')};`;
}

type About = [string, string, string, string, string, string, string, string, string, string, string];

/**
 * The eleven arguments of what rings about a customer.
 *
 * @param behind who consults, invites, sent the call on, or is supervised.
 */
export function about(
  { memory }: Pick<BarContext, 'memory'>,
  ownId: string,
  call: CallView,
  behind: string | null,
): About {
  const customer = customerOf(call, ownId, memory.accessNames);
  const { number, accessNumber, accessName, callType, areaId, areaName, grade, extra, formats } = customer;
  const text = makeStr(formats);
  return [ownId, number, accessNumber, accessName, behind ?? '', callType, areaId, areaName, grade, extra, text];
}

/** UTF-8, then base64 (RFC 4648 §4). */
export function base64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCodePoint(byte);
  return btoa(bytes);
}
