// What the rows of the Verto dialect say.
import type { Event, Right } from '@cordboard/domain';
import type { z } from 'zod';

/** Whose word it is: FreeSWITCH's Verto, XSwitch's callcenter, or ours. */
export type Origin = 'verto' | 'xswitch' | 'ours';

/** A method of the wire. */
export type VertoMethodRow = {
  readonly does: string;
  readonly params: string;
  readonly result: string;
  readonly origin: Origin;
  /** `phone`: answered by the telephone of the session. */
  readonly answeredBy: 'door' | 'phone';
};

/** A message that the server sends by itself. */
export type VertoMessageRow = { readonly says: string; readonly params: string; readonly origin: Origin };

/** An error of the wire itself; what a call-centre function refuses is a result instead. */
export type VertoErrorRow = { readonly code: number; readonly message: string; readonly when: string };

/** A function of the call centre: `jsapi` → `lua` → `ccc` → this, or `POST /api/cc/ccc/<this>`. */
export type FunctionRow = {
  readonly does: string;
  readonly args: z.ZodObject;
  readonly origin: Origin;
  /** The right it takes; absent: everybody may, for himself. */
  readonly right?: Right;
  readonly result: string;
};

export type EventType = 'agentStatus' | 'agentCall' | 'queueStatus';

/** What an event of the core is told as. */
export type VertoEventRow = {
  readonly eventType: EventType;
  readonly action: string;
  readonly says: string;
};
export type VertoEventTable = Partial<Readonly<Record<Event['type'], VertoEventRow>>>;
