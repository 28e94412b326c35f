// The entry point of a media worker thread.
import { parentPort, workerData } from 'node:worker_threads';
import { loadWerift } from './webrtc-transport.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './worker-messages.ts';
import { WorkerRoom } from './worker-room.ts';

const port = parentPort!;
const post = (message: FromWorker): void => port.postMessage(message);
const room = new WorkerRoom(workerData as WorkerSetup, post);

// A fault in one order or one connection is logged; the other calls of this thread go on.
const fault = (error: unknown): void => room.fault(error);
process.on('unhandledRejection', fault);
process.on('uncaughtException', fault);

port.on('message', (message: ToWorker) => {
  if (message.type !== 'ask') {
    try {
      room.obey(message);
    } catch (error) {
      fault(error);
    }
    return;
  }
  room.reply(message).then(
    (result) => post({ type: 'reply', requestId: message.requestId, result }),
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
      post({
        type: 'failure',
        requestId: message.requestId,
        message: error instanceof Error ? error.message : String(error),
        code,
      });
    },
  );
});

await loadWerift();
room.start();
post({ type: 'ready' });
