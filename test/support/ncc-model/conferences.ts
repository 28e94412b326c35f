// The conferences of one user.
import type { Cid } from './call.ts';
import { Refused, type Deed, type Message } from './commands.ts';

type Conference = {
  readonly confId: number;
  readonly displayName: string;
  calls: Cid[];
  operatorInConference: boolean;
};

export class Conferences {
  readonly #tell: (event: Message) => void;
  readonly #callsChanged: () => void;
  readonly #all = new Map<string, Conference>();
  #last = 0;

  constructor(tell: (event: Message) => void, callsChanged: () => void) {
    this.#tell = tell;
    this.#callsChanged = callsChanged;
  }

  message(): Message {
    return { name: 'Conferences', conferences: [...this.#all.values()].map((one) => ({ ...one })) };
  }

  create(displayName: string): void {
    this.#last += 1;
    const one: Conference = { confId: this.#last, displayName, calls: [], operatorInConference: false };
    this.#all.set(String(one.confId), one);
    this.#tell({ name: 'NewConference', ...one });
    this.#tell({ name: 'ConferenceInfo', ...one });
  }

  close(one: Conference): void {
    this.#all.delete(String(one.confId));
    this.#tell({ name: 'OnCloseConference', confId: one.confId });
  }

  /** @throws Refused when there is no such conference. */
  later(confId: unknown, change: (one: Conference) => void, isAboutCalls = false): Deed {
    const one = this.#all.get(String(confId));
    if (one === undefined) throw new Refused('there is no such conference');
    return {
      later: () => {
        change(one);
        if (isAboutCalls) this.#callsChanged();
        this.#tell({ name: 'ConferenceInfo', ...one, calls: [...one.calls] });
      },
    };
  }
}
