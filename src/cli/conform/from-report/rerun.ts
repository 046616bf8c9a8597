import type { Command } from 'commander';
import { curlOf } from '../../../conformance/report/curl.js';
import type { RecordedExchange } from '../../../conformance/report/report.js';
import type { Session } from '../../open/session.js';
import { couldNotRun, negativeAnswer } from '../../terminal/command-error.js';
import { jsonOption } from '../../terminal/json-option.js';
import { print, printJson } from '../../terminal/print.js';
import { exitCodeOf } from '../finish-run.js';
import { resultLines } from '../result-lines.js';

export function registerConformRerun(conform: Command, session: Session): void {
  conform
    .command('rerun')
    .description('run one test of a report again, and show what was sent and what came')
    .argument('<id>', 'of a test or a requirement in the report')
    .argument('<report>', 'report as JSON; - for standard input')
    .argument('[flags...]', 'flags of the role that no report has, such as --key-file, or that are others now')
    .addOption(jsonOption())
    .allowUnknownOption()
    .action(async (id: string, file: string, flags: readonly string[], { json }: { readonly json?: true }) => {
      const { reportIn } = await import('../report-in.js');
      const { runAgain } = await import('./run-again.js');
      const before = await reportIn(file);
      const asked = before.tests.filter((test) => [test.id, test.requirement].includes(id) || test.id.startsWith(`${id}@`));
      if (asked.length === 0) throw negativeAnswer(`${file} has no test with this id`);
      const report = await runAgain(
        conform,
        before,
        asked.map((test) => test.id),
        flags,
      );
      if (report === undefined) throw couldNotRun('there was no run');
      session.exitCode = exitCodeOf(report);
      const tests = report.tests.filter((test) => asked.some((one) => one.id === test.id));
      const numbers = new Set(tests.flatMap((test) => test.exchanges));
      const exchanges = report.exchanges.filter(({ number }) => numbers.has(number));
      if (json) {
        printJson({ tests, exchanges });
        return;
      }
      for (const test of tests) for (const line of resultLines(test, report.language)) print(line);
      for (const exchange of exchanges) for (const line of exchangeLines(exchange, report.role === 'las')) print(line);
    });
}

function exchangeLines(exchange: RecordedExchange, sends: boolean): string[] {
  const { number, request, answer, trouble, ms } = exchange;
  const headers = Object.entries(answer?.headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [
    '',
    `exchange ${number}, ${ms} ms`,
    sends ? curlOf(exchange) : `${request.method} ${request.url}\n${request.body}`,
    '',
    ...(answer === undefined ? [`no answer: ${trouble}`] : [`HTTP ${answer.status}`, ...headers, '', answer.body]),
  ];
}
