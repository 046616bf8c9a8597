// Prints `N passed, N failed` from the JSON report of a jest run, as the last line of `.ci/run`. Exits with 1 when
// anything failed or nothing ran.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A file that could not be loaded has no tests that could fail.
const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
process.stdout.write(`${report.numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && report.numPassedTests > 0 && report.success ? 0 : 1;
