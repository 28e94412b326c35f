// A working day on a real Asterisk.
import { workingDay } from '../switches/day.suite.ts';
import { asterisk } from './instance.ts';

workingDay(asterisk());
