// A telephone switch without telephones: it carries out wishes, and says what chance lets happen, sometimes twice, late, or not at all.
import type { ConnectionId, DeviceId, Effect, Fact } from '@cordboard/domain';

type Leg = { readonly direction: 'in' | 'out'; up: boolean };

export class SimulatedSwitch {
  readonly connections = new Map<ConnectionId, Leg>();
  readonly registered = new Set<DeviceId>();
  readonly playing = new Map<ConnectionId, string>();
  /** Facts held back, to come later than they should. */
  readonly late: Fact[] = [];

  wish(effect: Effect): void {
    switch (effect.effect) {
      case 'originate':
        this.connections.set(effect.connectionId, { direction: 'out', up: false });
        return;
      case 'clear':
        this.connections.delete(effect.connectionId);
        this.playing.delete(effect.connectionId);
        return;
      case 'play':
        this.playing.set(effect.connectionId, effect.playId);
        return;
      case 'stopPlay':
        this.playing.delete(effect.connectionId);
        return;
      case 'topology':
        for (const { connectionId, stage } of effect.topology.participants) {
          const leg = this.connections.get(connectionId);
          if (leg?.direction === 'in' && stage === 'answered') leg.up = true;
        }
        return;
      case 'answer':
      case 'sendDigits':
      case 'startTimer':
      case 'cancelTimer':
      case 'closeSession':
    }
  }

  /** Everything it knows: always the truth. */
  snapshot(): Fact {
    return { fact: 'snapshot', connectionIds: [...this.connections.keys()], deviceIds: [...this.registered] };
  }
}
