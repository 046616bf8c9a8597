import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ExpectedFailure } from '../../conformance/report/expectations.js';
import { couldNotRun } from '../terminal/command-error.js';
import { textOfFile } from '../terminal/text-of-file.js';

const SCHEMA = {
  type: 'array',
  maxItems: 10_000,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['test', 'reason'],
    properties: { test: { type: 'string', minLength: 1, maxLength: 200 }, reason: { type: 'string', pattern: '\\S', maxLength: 1000 } },
  },
};

/** A file of expected failures, each with its reason. Throws `CommandError`. */
export async function readExpectations(file: string): Promise<readonly ExpectedFailure[]> {
  let content: unknown;
  try {
    content = JSON.parse(await textOfFile(file));
  } catch (error) {
    throw error instanceof SyntaxError ? couldNotRun(`${file}: is not JSON`) : error;
  }
  const validate = new Ajv2020().compile<readonly ExpectedFailure[]>(SCHEMA);
  if (validate(content)) return content;
  const [fault] = validate.errors ?? [];
  throw couldNotRun(`${file}: ${fault?.instancePath || 'the file'} ${fault?.message}; expected [{"test": ID, "reason": TEXT}, ...]`);
}
