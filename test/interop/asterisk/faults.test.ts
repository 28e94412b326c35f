// A real Asterisk in trouble.
import { trouble } from '../switches/faults.suite.ts';
import { asterisk } from './instance.ts';

trouble(asterisk(), { wrongPassword: 'user or password', takenOver: 'taken the application over' });
