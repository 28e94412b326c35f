// The program itself: its window, its pages, what has happened, and how it stands.
import { agentModelOf } from '../agent/model.ts';
import { Refusal } from '../agent/refusal.ts';
import type { Deeds } from './deed.ts';

export const programDeeds: Deeds<
  | 'showApp'
  | 'hideApp'
  | 'exitApp'
  | 'echo'
  | 'echoWithDelay'
  | 'throwAnException'
  | 'getSnapshot'
  | 'getEventsSince'
  | 'getLights'
  | 'pair'
  | 'authenticate'
> = {
  async showApp({ showWindow }) {
    await showWindow();
    return null;
  },
  hideApp({ hideWindow }) {
    hideWindow();
    return null;
  },
  exitApp({ exit }, { code }) {
    exit(code);
    return null;
  },
  echo({ happened }, { message }) {
    happened({ name: 'echo', detail: { message } });
    return message;
  },
  async echoWithDelay({ happened }, { message, milliseconds }) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    happened({ name: 'echo', detail: { message } });
    return message;
  },
  throwAnException(_desk, { message }) {
    throw new Refusal('general', message);
  },
  getSnapshot: ({ history, model }) => ({ seq: history.seq, model: agentModelOf(model) }),
  getEventsSince({ history }, { seq }, asker) {
    const recorded = history.since(seq);
    const events = (recorded ?? []).flatMap((one) => {
      const words = asker.words(one);
      return words === null ? [] : [{ seq: one.seq, method: words.method, params: [...words.params] }];
    });
    return { complete: recorded !== null, events };
  },
  getLights: ({ lights }) => lights,
  async pair(_desk, { name }, asker) {
    return { token: await asker.pair(name) };
  },
  authenticate(_desk, { token }, asker) {
    asker.authenticate(token);
    return null;
  },
};
