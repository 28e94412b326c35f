// What doors see of the loop: authenticated sessions that send commands and hear events. Doors know nothing else of the server.
import type {
  AgentId,
  AgentState,
  CallRecord,
  Command,
  DeviceId,
  GroupId,
  Ms,
  Refusal,
  Right,
  Scope,
  SessionId,
} from '@cordboard/domain';

/** One event as it goes out, encoded once for everybody. `json` is the object without its closing brace, so that `prev` can be joined to it. */
export type Published = { readonly seq: number; readonly json: string };

/** The stream position a client holds. */
export type StreamPosition = { readonly epoch: string; readonly seq: number };

export type Session = {
  readonly sessionId: SessionId;
  readonly tenantId: string;
  readonly agentId: AgentId;
  readonly rank: 'agent' | 'supervisor' | 'admin';
  /** It watches and steers beside the program that the agent works with: neither takes the place of the other. */
  readonly accompanies?: true;
};

/** What a session's owner is told. All are called from the loop and must return at once. */
export type SessionListener = {
  /** `prev`: the seq of the event that this session was given before; a client that holds another number has missed something. */
  event(published: Published, prev: number): void;
  closed(reason: 'signedInElsewhere' | 'signedOutByOther' | 'shutdown'): void;
};

export interface Core {
  /** Checks login and password in constant time, with rate limits per account and address. */
  authenticate(
    credentials: { readonly login: string; readonly password: string; readonly tenantId?: string },
    address: string,
  ): Promise<Authenticated | Refusal>;
  authenticateToken(token: string, address: string): Promise<Authenticated | Refusal>;
  revokeToken(token: string): Promise<void>;
  /** The person's own password; his other sessions end. Refuses with `wrongPassword`. */
  changePassword(
    own: Pick<Authenticated, 'session' | 'token'>,
    passwords: { readonly oldPassword: string; readonly newPassword: string },
    address: string,
  ): Promise<Refusal | null>;
  /** The tenant that a domain in `user@domain` means: by its id, or by the domain of the telephones; null: none. */
  tenantOf(domain: string): string | null;
  /** Who signs in by this login; null: nobody. Says nothing about a password. */
  agentByLogin(tenantId: string, login: string): Promise<AgentId | null>;
  /** Where somebody stands in what is set up now; null: there is no such agent. */
  placeOf(tenantId: string, agentId: AgentId): AgentPlace | null;
  queuesOf(tenantId: string): readonly Named[];
  groupsOf(tenantId: string): readonly Named[];
  /** Where an agent may sign in: the telephones that nobody else is signed in at, in the order they were set up. */
  telephonesFor(tenantId: string, agentId: AgentId): readonly Telephone[];
  /** Binds an authenticated session to a listener. The agent's earlier session, if any, is closed: signed in elsewhere; unless this one accompanies it. Deliveries begin with the first `snapshot` or `resume`. */
  open(session: Session, listener: SessionListener): OpenSession;
}

export type Named = { readonly id: string; readonly name: string };
export type Telephone = { readonly deviceId: DeviceId; readonly isRegistered: boolean };
export type AgentPlace = { readonly name: string; readonly group: Named; readonly queues: readonly Named[] };

export type Authenticated = {
  readonly session: Session;
  readonly person: Person;
  readonly token: string;
  readonly expiresAt: number;
};

/** Who signed in, and what his role lets him do: what `session.signIn` answers with. */
export type Person = {
  readonly name: string;
  readonly groupId: GroupId;
  readonly scope: Scope;
  readonly rights: readonly Right[];
};

export interface OpenSession {
  /** Puts the command into the loop; resolves with the method's result or a refusal, before any event it caused is delivered to this session. */
  command(command: Command): Promise<{ readonly result: unknown } | Refusal>;
  /**
   * The state a client starts from, and the position it is current to; its shape is the contract's `Snapshot`. Resolves once that position
   * is in the journal (a client must never hold a position that a crash could take back). From the call on deliveries pause; they go on,
   * after the promise's continuations have run, with the first event behind `position`.
   */
  snapshot(): Promise<{ readonly position: StreamPosition; readonly state: unknown }>;
  /** Delivers again everything after `position` that this session may see, then goes on live; false: too old or another epoch, take a snapshot. */
  resume(position: StreamPosition): boolean;
  /** Stops deliveries until `snapshot` or `resume`: for a reader that is too slow. */
  pause(): void;
  /** Short-lived SIP credentials for the browser phone of this session, for the device the agent is signed in with; the switch knows them by then. */
  phoneCredentials(deviceId: string): Promise<PhoneCredentials | Refusal>;
  /** Call records and state history, within what this session's role may see. */
  callRecords(filter: HistoryFilter): Promise<readonly CallRecord[] | Refusal>;
  stateHistory(filter: HistoryFilter): Promise<readonly StateHistory[] | Refusal>;
  /** `lost`: the socket died; `ended`: the person left. */
  close(how: 'lost' | 'ended'): void;
}

/** @property address the user part of the address that is registered. */
export type PhoneCredentials = {
  readonly user: string;
  readonly address: string;
  readonly password: string;
  readonly domain: string;
  readonly expiresAt: number;
};

/** Instants in ms since the Unix epoch; `agentId` of others needs a right. */
export type HistoryFilter = {
  readonly agentId?: AgentId;
  readonly fromMs?: Ms;
  readonly toMs?: Ms;
  readonly limit: number;
};
export type StateHistory = {
  readonly agentId: AgentId;
  readonly state: AgentState;
  readonly reason: string;
  readonly fromMs: Ms;
  readonly toMs: Ms | null;
};
