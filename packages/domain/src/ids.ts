// The names of things: branded strings, so that an agent's id is never handed over as a device's.

declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Milliseconds: as an instant, since the Unix epoch; as a duration, a length. The name of the field says which. */
export type Ms = number;

export type TenantId = Branded<'TenantId'>;
export type AgentId = Branded<'AgentId'>;
export type GroupId = Branded<'GroupId'>;
export type RoleId = Branded<'RoleId'>;
export type QueueId = Branded<'QueueId'>;
/** An extension number, such as `8001` (CSTA: device). */
export type DeviceId = Branded<'DeviceId'>;
export type IvrId = Branded<'IvrId'>;
/** A voice menu entered with presets (seed 003: IVR profile). */
export type IvrProfileId = Branded<'IvrProfileId'>;
export type CallId = Branded<'CallId'>;
/** A device in a call (CSTA connection identifier); unique over all calls. */
export type ConnectionId = Branded<'ConnectionId'>;
export type SessionId = Branded<'SessionId'>;
export type TimerId = Branded<'TimerId'>;
export type RecordingId = Branded<'RecordingId'>;
