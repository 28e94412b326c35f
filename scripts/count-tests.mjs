// Adds up what vitest's JSON reporter wrote and prints one line: N passed, N failed, N skipped. A report that is not there counts as a failure.
import { readFileSync } from 'node:fs';

/** Passed, failed, skipped. A file that could not be run at all has no tests to count, so it counts itself. */
function countsOf(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`${path}: ${error.message}`);
    return [0, 1, 0];
  }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  return [report.numPassedTests, report.numFailedTests + broken.length, skipped];
}

const sums = process.argv
  .slice(2)
  .map(countsOf)
  .reduce((sum, counts) => sum.map((each, at) => each + counts[at]), [0, 0, 0]);
const [passed, failed, skipped] = sums;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
