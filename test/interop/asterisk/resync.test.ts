// The CTI server is killed under twenty live calls of a real Asterisk.
import { killedUnderLiveCalls } from '../switches/resync.suite.ts';
import { asterisk } from './instance.ts';

killedUnderLiveCalls(asterisk());
