import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CouldNotTest } from '../could-not-test.js';
import { VERDICTS } from '../verdict.js';
import { countVerdicts } from './count-verdicts.js';
import type { Counts, Report } from './report.js';

/** The same from `src/conformance/report` and from `dist/conformance/report`. */
const SCHEMA = new URL('../../../schemas/conformance/report.json', import.meta.url);

let compiled: ValidateFunction<Report> | undefined;

/** What is wrong with a value as a report, at a JSON pointer; undefined when nothing is. Holds no value of it. */
export function faultOfReport(value: unknown): string | undefined {
  compiled ??= new Ajv2020({ strictTypes: false, allowUnionTypes: true }).compile<Report>(
    JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
  );
  if (!compiled(value)) {
    const [fault] = compiled.errors?.filter(({ keyword }) => keyword !== 'if') ?? [];
    return `${fault?.instancePath || 'the whole'} ${fault?.message ?? 'is not as the schema says'}`;
  }
  if (!addsUp(value.counts) || !addsUp(value.requirements)) return 'the counts do not add up';
  const counted = countVerdicts(value.tests.map(({ verdict }) => verdict));
  if (VERDICTS.some((verdict) => counted[verdict] !== value.counts[verdict])) return 'the counts are not those of the tests';
  const numbers = new Set(value.exchanges.map(({ number }) => number));
  const missing = value.tests.some(({ evidence }) => evidence.some(({ exchange }) => exchange !== undefined && !numbers.has(exchange)));
  return missing ? 'some evidence is about an exchange that is not in it' : undefined;
}

function addsUp({ total, ...counts }: Counts): boolean {
  return Object.values(counts).reduce((sum, one) => sum + one, 0) === total;
}

/** Reads a report. `name` is what the complaint calls it. Throws `CouldNotTest`: no JSON, no report, or one of another form. */
export function readReport(text: string, name: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CouldNotTest(`${name}: is not JSON, so no report (is it whole?)`);
  }
  const { format } = (value ?? {}) as { readonly format?: unknown };
  if (typeof format === 'number' && format !== 1)
    throw new CouldNotTest(`${name}: is a report of form ${format}, and this suite reads form 1`);
  const fault = faultOfReport(value);
  if (fault !== undefined) throw new CouldNotTest(`${name}: is no report of this suite: ${fault}`);
  return value as Report;
}
