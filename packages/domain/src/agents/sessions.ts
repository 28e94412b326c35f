// The programs an agent is here with: his own, which a new one takes the place of, and those that accompany it.
import type { SessionId } from '../ids.ts';
import type { Agent } from './agent.ts';

/** Each of them may command for him. */
export const isSessionOf = ({ sessionId, companionIds }: Agent, asked: SessionId): boolean =>
  sessionId === asked || companionIds.includes(asked);

/** @returns all of them, his own first; while there is one, he is in touch. */
export const sessionsOf = ({ sessionId, companionIds }: Agent): readonly SessionId[] =>
  sessionId === null ? companionIds : [sessionId, ...companionIds];
