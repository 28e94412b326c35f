// A customer's browser: a SIP telephone of a visitor, which registers and calls one number.
import JsSIP from 'jssip';
import { SipSocket } from '../../../packages/toolbar/src/phone/sip-socket.ts';

type Line = { readonly sip: string; readonly uri: string; readonly password: string; readonly target: string };

/** Called by the test; resolves once the call is answered. */
async function callFrom({ sip, uri, password, target }: Line): Promise<void> {
  const phone = new JsSIP.UA({ sockets: [new SipSocket(sip)], uri, password, session_timers: false });
  await new Promise<void>((resolve, reject) => {
    phone.on('registered', () => resolve());
    phone.on('registrationFailed', ({ cause }) => reject(new Error(cause)));
    phone.start();
  });
  await new Promise<void>((resolve, reject) => {
    const call = phone.call(target, {
      mediaConstraints: { audio: true, video: false },
      eventHandlers: {
        confirmed: () => resolve(),
        failed: ({ cause }: { readonly cause: string }) => reject(new Error(cause)),
      },
    });
    // Chromium decodes what comes only where something plays it.
    call.connection.addEventListener('track', ({ track }) => {
      const ear = new Audio();
      ear.srcObject = new MediaStream([track]);
      void ear.play();
    });
  });
}

Object.assign(globalThis, { callFrom });
