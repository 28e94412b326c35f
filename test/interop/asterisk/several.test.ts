// Two real Asterisks of one tenant.
import { twoSwitches } from '../switches/several.suite.ts';
import { asterisk } from './instance.ts';

twoSwitches(asterisk());
