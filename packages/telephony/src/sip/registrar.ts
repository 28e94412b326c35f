// The registrar's table: who can be reached where, along which flow, until when (RFC 3261 §10.3).
import { sipLimits } from '../limits.ts';
import type { Unsubscribe } from '../common.ts';
import type { Flow } from './flow.ts';
import type { SipBinding } from './sip-server.ts';

/** A binding with what the stack needs to reach it. */
export type Binding = SipBinding & {
  readonly flow: Flow;
  /** The peer's own address is not where it can be reached: only the flow it registered along is. */
  readonly natted: boolean;
  readonly callId: string;
  readonly cseq: number;
  readonly q: number;
  readonly path: readonly string[];
  readonly allowEvents: string;
  /** `+sip.instance` and `reg-id` (RFC 5626 §4.1); '' when not given. */
  readonly instance: string;
  readonly regId: string;
  /** The secret it was registered with; '' when that is not known any more. */
  readonly ha1: string;
  /** Keep-alive requests in a row without answer. */
  misses: number;
};

type Listeners<T extends unknown[]> = Set<(...args: T) => void>;

export class Registrar {
  readonly #users = new Map<string, Map<string, Binding>>();
  readonly #byFlow = new Map<string, Set<Binding>>();
  readonly #registered: Listeners<[SipBinding]> = new Set();
  readonly #unregistered: Listeners<[string, number]> = new Set();

  onRegistered(listener: (binding: SipBinding) => void): Unsubscribe {
    this.#registered.add(listener);
    return () => this.#registered.delete(listener);
  }

  onUnregistered(listener: (user: string, contactsLeft: number) => void): Unsubscribe {
    this.#unregistered.add(listener);
    return () => this.#unregistered.delete(listener);
  }

  users(): string[] {
    return [...this.#users.keys()];
  }

  /** Best first: highest q, then newest. */
  bindings(user: string): Binding[] {
    const contacts = this.#users.get(user);
    if (contacts === undefined) return [];
    return [...contacts.values()].toReversed().sort((a, b) => b.q - a.q);
  }

  find(user: string, contact: string): Binding | undefined {
    return this.#users.get(user)?.get(contact);
  }

  isAt(user: string, address: string): boolean {
    for (const binding of this.#users.get(user)?.values() ?? []) {
      if (binding.flow.remoteAddress === address) return true;
    }
    return false;
  }

  /** Adds or renews; false: the user has too many contacts. */
  put(binding: Binding): boolean {
    let contacts = this.#users.get(binding.user);
    if (contacts === undefined) this.#users.set(binding.user, (contacts = new Map<string, Binding>()));
    const before = contacts.get(binding.contact);
    if (before === undefined && contacts.size >= sipLimits.maxContactsPerUser) return false;
    if (before !== undefined) this.#unlink(before);
    contacts.delete(binding.contact);
    contacts.set(binding.contact, binding);
    const peers = this.#byFlow.get(binding.flow.key);
    if (peers === undefined) this.#byFlow.set(binding.flow.key, new Set([binding]));
    else peers.add(binding);
    for (const listener of this.#registered) listener(binding);
    return true;
  }

  /** Takes off what the same device registered along an earlier flow (RFC 5626 §6). */
  dropOlder(binding: Binding): void {
    if (binding.instance === '') return;
    for (const other of this.bindings(binding.user)) {
      const same = other.instance === binding.instance && other.regId === binding.regId;
      if (same && other.contact !== binding.contact && other.callId !== binding.callId) this.remove(other);
    }
  }

  remove(binding: Binding): void {
    const contacts = this.#users.get(binding.user);
    if (contacts?.get(binding.contact) !== binding) return;
    contacts.delete(binding.contact);
    this.#unlink(binding);
    if (contacts.size === 0) this.#users.delete(binding.user);
    for (const listener of this.#unregistered) listener(binding.user, contacts.size);
  }

  /** These secrets are worth nothing any more, nor is what was registered with them. */
  revoke(user: string, ha1s: readonly string[]): void {
    for (const binding of this.bindings(user)) if (ha1s.includes(binding.ha1)) this.remove(binding);
  }

  /** A connection is gone, and with it whoever could be reached only over it (RFC 5626 §4.2.2). */
  flowClosed(flow: Flow): void {
    for (const binding of this.#byFlow.get(flow.key) ?? []) {
      if (binding.natted) this.remove(binding);
    }
  }

  /** Drops what has expired and returns what is left. */
  sweep(nowMs: number): Binding[] {
    const left: Binding[] = [];
    for (const contacts of this.#users.values()) {
      for (const binding of contacts.values()) {
        if (binding.expiresAt <= nowMs) this.remove(binding);
        else left.push(binding);
      }
    }
    return left;
  }

  #unlink(binding: Binding): void {
    const peers = this.#byFlow.get(binding.flow.key);
    if (peers === undefined) return;
    peers.delete(binding);
    if (peers.size === 0) this.#byFlow.delete(binding.flow.key);
  }
}
