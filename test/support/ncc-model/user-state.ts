// What a user is shown as, and what it is made of: absences, calls, accidents, and which of them wins.
export const absences = ['away', 'dnd', 'custom1', 'custom2', 'custom3'] as const;
/** What a user, or his supervisor, may set; the last two are set by the server and by supervisors alone. */
export type Settable = 'normal' | (typeof absences)[number] | 'standoff' | 'accident';
/** What a call makes of its user: `ringing`, `speaking` or `wrapup`, and `#` with the channel when it is one of texts. */
export type Activity = { readonly name: string; readonly reason?: string };
type Shown = { readonly state: string; readonly reason?: string | undefined };

const isAbsence = (name: string): boolean => absences.some((one) => one === name);
const now = (): number => Math.floor(Date.now() / 1000);

export class UserState {
  #isOnline = false;
  #absence: Shown | null = null;
  #trouble: Shown | null = null;
  /** The latest last: that is the one that shows. */
  #activities: Activity[] = [];
  #since = now();

  get hasAccident(): boolean {
    return this.#trouble?.state === 'accident';
  }

  online(isOnline: boolean): void {
    this.#change(() => {
      this.#isOnline = isOnline;
      this.#absence = this.#trouble = null;
      this.#activities = [];
    });
  }

  /** One absence ends the other, and whatever is set ends an accident. */
  set(state: Settable, reason?: string): void {
    this.#change(() => {
      const isTrouble = state === 'standoff' || state === 'accident';
      this.#trouble = isTrouble ? { state, reason } : null;
      if (!isTrouble) this.#absence = isAbsence(state) ? { state, reason } : null;
    });
  }

  /** An accident or a stand-off is over; absences stay. */
  clearTrouble(): void {
    this.#change(() => {
      this.#trouble = null;
    });
  }

  calls(activities: readonly Activity[]): void {
    this.#change(() => {
      const isSame = (one: Activity) => (other: Activity) => one.name === other.name && one.reason === other.reason;
      const kept = this.#activities.filter((one) => activities.some(isSame(one)));
      this.#activities = [...kept, ...activities.filter((one) => !kept.some(isSame(one)))];
    });
  }

  /** @returns the fields of `UserState`; `away` and `normal` only fill in, so they are no substates. */
  describe(): Readonly<Record<string, unknown>> {
    if (!this.#isOnline) return { state: 'offline', substates: [] };
    const { state, reason } = this.#shown();
    const absence = this.#absence === null || this.#absence.state === 'away' ? [] : [this.#absence.state];
    const trouble = this.#trouble === null ? [] : [this.#trouble.state];
    const substates = [...new Set([...absence, ...trouble, ...this.#activities.map(({ name }) => name)])];
    return { state, substates, time: this.#since, ...(reason === undefined ? {} : { reason }) };
  }

  #shown(): Shown {
    if (!this.#isOnline) return { state: 'offline' };
    const latest = this.#activities.at(-1);
    const activity = latest && { state: latest.name.replace(/#.*/, ''), reason: latest.reason };
    return this.#absence ?? activity ?? this.#trouble ?? { state: 'normal' };
  }

  #change(make: () => void): void {
    const before = this.#shown();
    make();
    const after = this.#shown();
    if (before.state !== after.state || before.reason !== after.reason) this.#since = now();
  }
}
