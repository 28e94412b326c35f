// A call as one user's telephone has it; both sides of an internal call are two of these with one session.
export type Cid = number | string;

export type Call = {
  readonly cid: Cid;
  readonly login: string;
  readonly direction: 'in' | 'out';
  readonly displayName: string;
  readonly creationTime: number;
  readonly params: Record<string, string>;
  readonly localParams: Record<string, string>;
  state: 'new' | 'connected' | 'ended';
  hold: boolean;
  muted: boolean;
  isRecordingOff: boolean;
  answerTime?: number;
  hangupTime?: number;
  /** The other side, where it is a user of this model. */
  peer?: Call;
  transfer?: { readonly kind: 'blind' | 'consultation' | 'conference' | 'callBack'; readonly to: string };
};

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** As `NewCall`, `CallStatus` and the entries of `Calls` carry it. */
export function told(call: Call, withLocal: boolean): Record<string, unknown> {
  const { cid, state, direction, hold, muted, displayName, creationTime, answerTime, hangupTime, params } = call;
  return {
    cid,
    type: 'sip',
    state,
    direction,
    hold,
    muted,
    displayName,
    creationTime,
    ...(answerTime === undefined ? {} : { answerTime }),
    ...(hangupTime === undefined ? {} : { hangupTime }),
    params: { ...params },
    ...(withLocal ? { localParams: { ...call.localParams } } : {}),
  };
}
