import { PROBLEMS, type ProblemName, problemUrn } from '../../api/http/problems.js';
import { type CommandError, couldNotRun, negativeAnswer, wrongUsage } from '../terminal/command-error.js';

/** How the problem that a gateway elsewhere answered with ends a command. In words of our own: what came over the network may hold anything. */
export function complaintAbout(status: number, body: unknown): CommandError {
  const name = nameOf(body);
  if (name === undefined) return couldNotRun(`the gateway at --remote answered with status ${status}`);
  const { title } = PROBLEMS[name];
  if (name === 'not-found') return negativeAnswer('there is no such thing at the gateway, or it is not for this token');
  if (name === 'invalid-parameter') return wrongUsage(`the gateway does not accept this: ${parametersOf(body) || title}`);
  if (name === 'conflict') return negativeAnswer(`the gateway refuses: ${PROBLEMS[name].detail}`);
  if (status === 403) return negativeAnswer(`the gateway refuses: ${title}`);
  return couldNotRun(`the gateway says: ${title}`);
}

function nameOf(body: unknown): ProblemName | undefined {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  return (Object.keys(PROBLEMS) as ProblemName[]).find((name) => problemUrn(name) === type);
}

/** Only the names, which are ours. */
function parametersOf(body: unknown): string {
  const { parameters } = body as { readonly parameters?: unknown };
  const names = Array.isArray(parameters)
    ? parameters.map((one: unknown) => String((one as { parameter?: unknown } | null)?.parameter))
    : [];
  return names.filter((name) => /^[A-Za-z]{1,32}$/.test(name)).join(', ');
}
