// A working day on a real FreeSWITCH.
import { workingDay } from '../switches/day.suite.ts';
import { freeswitch } from './instance.ts';

workingDay(freeswitch());
