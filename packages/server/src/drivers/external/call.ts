// One call on a switch outside: its connections and what the core wants of it. Its steps are taken one after the other.
import type { CallId, ConnectionId, Participant, Topology } from '@cordboard/domain';

/** What every driver of a switch outside knows of a connection. */
export type ExternalConnection = {
  readonly id: ConnectionId;
  readonly direction: 'in' | 'out';
  isUp: boolean;
  /** How far it has been taken. */
  stage: Participant['stage'];
  timer: NodeJS.Timeout | undefined;
};

export abstract class ExternalCall<Connection extends ExternalConnection> {
  readonly id: CallId;
  readonly connections = new Map<ConnectionId, Connection>();
  readonly #failed: (error: unknown) => void;
  #topology: Topology | null = null;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  /** @param failed is told of a step that could not be done. */
  constructor(id: CallId, failed: (error: unknown) => void) {
    this.id = id;
    this.#failed = failed;
  }

  want(topology: Topology): void {
    this.#topology = topology;
    this.converge();
  }

  converge(): void {
    this.inTurn(async () => {
      if (this.#topology !== null && !this.#isClosed) await this.arrange(this.#topology);
    });
  }

  /** What it is asked is done in order; what fails is said, and the next thing is done all the same. */
  inTurn(step: () => Promise<void>): void {
    this.#last = this.#last.then(step).catch(this.#failed);
  }

  /** When what it has been asked so far is done. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** Its last connection is gone. */
  close(): void {
    this.#isClosed = true;
    this.inTurn(() => this.end());
  }

  /** Makes the switch match. */
  protected abstract arrange(topology: Topology): Promise<void>;

  /** Gives back what it holds. */
  protected abstract end(): Promise<void>;
}
