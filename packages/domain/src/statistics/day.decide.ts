// The turn of the day: looked at when its timer runs out, after a restart, and when the configuration changes.
import type { TenantProfile } from '../configuration.ts';
import type { Decision } from '../decision.ts';
import type { Ms } from '../ids.ts';
import { dayTimer } from '../timer-ids.ts';
import type { World } from '../world.ts';
import { dayBeginning, nextDayBeginning } from './day.ts';

/** @param tenant as it is from now on. */
export function dayMayHaveBegun(world: World, tenant: TenantProfile, at: Ms, decision: Decision): void {
  const beganAt = dayBeginning(tenant, at);
  if (world.day.beganAt !== null && beganAt > world.day.beganAt) {
    decision.events.push({ at, type: 'tenant.dayBegan', beganAt });
  }
  decision.effects.push({ effect: 'startTimer', timerId: dayTimer, afterMs: nextDayBeginning(tenant, at) - at });
}
