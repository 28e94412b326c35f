// Two real FreeSWITCHes of one tenant.
import { twoSwitches } from '../switches/several.suite.ts';
import { freeswitch } from './instance.ts';

twoSwitches(freeswitch());
