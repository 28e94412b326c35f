// What a page may give the class so that buttons can ask for more: the bar on the screen, and its telephone.
import type { PropertyValues } from './names.ts';

export type BarView = {
  /**
   * Opens what a button needs first: whom to call, which number, which language, the keypad.
   *
   * @param button a name of the button table, such as `tsbTransfer`.
   * @returns whether the view has it.
   */
  show(button: string): boolean;
  /** Presses a button that is on the screen. @returns false when it is not, or cannot be pressed now */
  press?(button: string): boolean;
  /** Picks up at the page's own telephone. @returns false when the call does not ring there */
  answer?(callId: string): boolean;
  /** Starts the page's own telephone; everything is what the page set, empty where it set nothing. */
  startPhone?(settings: PhoneSettings): void;
  stopPhone?(): void;
};

export type PhoneSettings = {
  readonly number: string;
  readonly password: string;
  readonly server: string;
  readonly port: number;
  readonly registerEveryS: number;
  readonly autoAnswer: boolean;
  readonly shownNumber: string;
  readonly warnWhenOnline: boolean;
  readonly programName: string;
};

/** What the page set for its own telephone; where it set nothing, what the agent signs in with. */
export function phoneSettings(properties: PropertyValues): PhoneSettings {
  const { SipNum, SipPwd, SipServer, SipPort, SipRegistTime, SipAutoAnswer, SipLocalNum } = properties;
  const { AgentExten, ServerIP, ServerPort, SipPhoneOnLineWarning, SoftPhoneAppProcessName } = properties;
  return {
    number: SipNum === '' ? AgentExten : SipNum,
    password: SipPwd,
    server: SipServer === '' ? (ServerIP.split(',')[0] ?? '') : SipServer,
    port: SipPort || Number(ServerPort.split(',')[0]),
    registerEveryS: SipRegistTime,
    autoAnswer: SipAutoAnswer,
    shownNumber: SipLocalNum,
    warnWhenOnline: SipPhoneOnLineWarning,
    programName: SoftPhoneAppProcessName,
  };
}
