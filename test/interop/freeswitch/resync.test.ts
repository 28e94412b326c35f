// The CTI server is killed under twenty live calls of a real FreeSWITCH.
import { killedUnderLiveCalls } from '../switches/resync.suite.ts';
import { freeswitch } from './instance.ts';

killedUnderLiveCalls(freeswitch());
