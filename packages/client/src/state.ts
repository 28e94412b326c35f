// What a client knows, kept current by events.
import type {
  AgentView,
  CallView,
  DeviceView,
  QueueView,
  ResultOf,
  Snapshot,
  SnapshotState,
  SupervisionView,
} from '@cordboard/contract';

/** `up`: signed in or able to, beats answered. `reconnecting`: lost, coming back. `down`: not connected and not trying. */
export type Link = 'up' | 'reconnecting' | 'down';

export type Position = Snapshot['position'];

/** Who is signed in; null before. */
export type SessionInfo = Omit<ResultOf<'session.signIn'>, 'token'>;

export type ClientState = {
  readonly link: Link;
  readonly session: SessionInfo | null;
  /** What the server said last; null until the first snapshot. Old while `link` is not up. */
  readonly position: Position | null;
  readonly agent: AgentView | null;
  readonly rights: SnapshotState['rights'];
  /** The calls that the agent is in. */
  readonly calls: readonly CallView[];
  /** Calls of others, for who may watch them: as of the snapshot and the events since. */
  readonly watched: readonly CallView[];
  /** The supervision that the agent is in, with the call he is at: none of his calls. */
  readonly supervision: SupervisionView | null;
  readonly queues: readonly QueueView[];
  /** The telephone the agent works at. */
  readonly device: DeviceView | null;
  /** Telephones to choose from at sign-in, as of the last snapshot. */
  readonly devices: SnapshotState['devices'];
  /** Leaves under way, for who may decide on them: the earliest application first. */
  readonly leaves: SnapshotState['leaves'];
  readonly ivrs: SnapshotState['ivrs'];
  /** What the server bounds, and its heartbeat; null until the first snapshot. */
  readonly limits: Snapshot['limits'] | null;
  /** Languages in which a customer can be asked for a mark; empty: grading is not set up. */
  readonly gradingLanguages: SnapshotState['gradingLanguages'];
  /** Whether the server answers `demo.call`. */
  readonly demo: boolean;
  /** Other agents, for who may watch them: those that an event or `agent.list` told of. */
  readonly agents: ReadonlyMap<string, AgentView>;
  /** Server clock minus this clock, in ms: add it to Date.now() before comparing with instants. */
  readonly clockOffsetMs: number;
  /** The server paused events because this client read too slowly. */
  readonly paused: boolean;
};

export const emptyState: ClientState = {
  link: 'down',
  session: null,
  position: null,
  agent: null,
  rights: { rank: 'agent', scope: 'own', rights: [] },
  calls: [],
  watched: [],
  supervision: null,
  queues: [],
  device: null,
  devices: [],
  leaves: [],
  ivrs: [],
  limits: null,
  gradingLanguages: [],
  demo: false,
  agents: new Map(),
  clockOffsetMs: 0,
  paused: false,
};
