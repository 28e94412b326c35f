// What every method does, feature by feature; a method without a request does not compile.
import type { Checks, Failures, Requests } from '../context.ts';
import { agentStateChecks, agentStateRequests } from './agent-state.requests.ts';
import { buttonRequests } from './button.requests.ts';
import { callChecks, callRequests } from './call.requests.ts';
import { consultationChecks, consultationRequests } from './consultation.requests.ts';
import { directoryChecks, directoryFailures, directoryRequests } from './directory.requests.ts';
import { leaveChecks, leaveFailures, leaveRequests } from './leave.requests.ts';
import { monitoringChecks, monitoringRequests } from './monitoring.requests.ts';
import { phoneChecks, phoneRequests } from './phone.requests.ts';
import { queueChecks, queueRequests } from './queue.requests.ts';
import { sessionChecks, sessionFailures, sessionRequests } from './session.requests.ts';
import { statisticsFailures, statisticsRequests } from './statistics.requests.ts';
import { supervisionChecks, supervisionFailures, supervisionRequests } from './supervision.requests.ts';

export const requests: Requests = {
  ...sessionRequests,
  ...agentStateRequests,
  ...callRequests,
  ...consultationRequests,
  ...phoneRequests,
  ...buttonRequests,
  ...supervisionRequests,
  ...directoryRequests,
  ...monitoringRequests,
  ...queueRequests,
  ...statisticsRequests,
  ...leaveRequests,
};

export const checks: Checks = {
  ...sessionChecks,
  ...agentStateChecks,
  ...callChecks,
  ...consultationChecks,
  ...phoneChecks,
  ...supervisionChecks,
  ...directoryChecks,
  ...monitoringChecks,
  ...queueChecks,
  ...leaveChecks,
};

export const failures: Failures = {
  ...sessionFailures,
  ...supervisionFailures,
  ...directoryFailures,
  ...statisticsFailures,
  ...leaveFailures,
};
