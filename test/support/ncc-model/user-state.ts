// The state of a user as the manual has it: what of it is shown, and what stands beside it.

const absences: readonly string[] = ['away', 'dnd', 'custom1', 'custom2', 'custom3'];
export const settable: readonly string[] = ['normal', ...absences];

type Substate = { readonly name: string; readonly reason: string };

export class UserState {
  #absence: Substate | null = null;
  /** The latest last. */
  #others: readonly Substate[] = [];
  /** `standoff` or `accident`: they exclude each other and beat normal. */
  #trouble: Substate | null = null;

  set(name: string, reason = ''): void {
    this.#trouble = null;
    this.#absence = absences.includes(name) ? { name, reason } : null;
  }

  enter(name: string, reason = ''): void {
    this.#others = [...this.#others.filter((other) => other.name !== name), { name, reason }];
  }

  leave(name: string): void {
    this.#others = this.#others.filter((other) => other.name !== name);
  }

  trouble(name: 'standoff' | 'accident', reason: string): void {
    this.#trouble = { name, reason };
  }

  clearTrouble(): void {
    this.#trouble = null;
  }

  /** What `UserState` carries. */
  shown(): { state: string; substates: readonly string[]; reason?: string } {
    const beside = [...(this.#trouble === null ? [] : [this.#trouble]), ...this.#others];
    const shown = this.#absence ?? this.#others.at(-1) ?? null;
    const state = shown?.name ?? 'normal';
    const reason = shown?.reason || this.#trouble?.reason;
    return { state, substates: beside.map(({ name }) => name), ...(reason ? { reason } : {}) };
  }
}
