// A telephone as a client sees it.
import type { DeviceId, World } from '@cordboard/domain';
import { z } from 'zod';
import { deviceId, personName } from '../fields.ts';

export const deviceView = z
  .strictObject({ deviceId, name: personName, registered: z.boolean(), userAgent: z.string() })
  .meta({ id: 'DeviceView', description: 'A telephone; it can be called while it is registered.' });
export type DeviceView = z.output<typeof deviceView>;

export function viewDevice(world: World, id: DeviceId): DeviceView {
  const device = world.devices.get(id);
  return {
    deviceId: id,
    name: world.directory.devices.get(id)?.name ?? id,
    registered: device?.registered ?? false,
    userAgent: device?.userAgent ?? '',
  };
}
