import { readReport } from '../../conformance/report/read-report.js';
import type { Report } from '../../conformance/report/report.js';
import { textOfFile } from '../terminal/text-of-file.js';

const MOST_BYTES = 256 * 1024 * 1024;

/** A report in a file, `-` for standard input. Throws `CouldNotTest` and `CommandError`. */
export async function reportIn(file: string): Promise<Report> {
  return readReport(await textOfFile(file, MOST_BYTES), file === '-' ? 'standard input' : file);
}
