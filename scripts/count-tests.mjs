// Says again what failed in vitest's JSON reports, then adds them up in one line: N passed, N failed, N skipped.
// The last lines of a long log are the ones that are read. A report that is not there counts as a failure.
import { readFileSync } from 'node:fs';

/** What failed in one file: each test by its whole name, and a file that could not be run at all by itself, for it has no tests to count. */
function failuresOf(file) {
  const tests = file.assertionResults.filter((test) => test.status === 'failed');
  if (file.status === 'failed' && tests.length === 0) return [{ name: file.name, why: file.message }];
  return tests.map((test) => ({
    name: `${file.name} > ${test.fullName}`,
    why: test.failureMessages.join('\n'),
  }));
}

function readReport(path) {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    return {
      passed: report.numPassedTests,
      failures: report.testResults.flatMap(failuresOf),
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch (error) {
    return { passed: 0, failures: [{ name: path, why: error.message }], skipped: 0 };
  }
}

const reports = process.argv.slice(2).map(readReport);
const failures = reports.flatMap((report) => report.failures);
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);

for (const { name, why } of failures) console.log(`FAILED ${name}\n${why}\n`);
const skipped = sum((report) => report.skipped);
console.log(
  `${sum((report) => report.passed)} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
