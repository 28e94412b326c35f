// A real FreeSWITCH in trouble.
import { trouble } from '../switches/faults.suite.ts';
import { freeswitch } from './instance.ts';

trouble(freeswitch(), { wrongPassword: 'refuses the password', takenOver: 'another Cordboard' });
