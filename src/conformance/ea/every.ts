import { type Evidence, fail, type Outcome, pass, type SuiteFinding, skip } from '../verdict.js';
import type { EaSubject } from './ea-subject.js';
import { seen } from './ea-subject.js';
import type { Heard } from './heard.js';

/** Most pieces of evidence that one outcome shows. */
const MOST_SHOWN = 5;

/** What is wrong with one of them. */
export interface Wrong {
  readonly text: string;
  readonly path?: string;
  readonly findings?: readonly SuiteFinding[];
}

export interface Every {
  /** What each of them is, as in `question for pupil data`. */
  readonly what: string;
  readonly expected: string;
  readonly wrong: (one: Heard) => Wrong | undefined;
}

/** Passes when there are such messages and none is wrong. */
export function every(ea: EaSubject, messages: readonly Heard[], { what, expected, wrong }: Every): Outcome {
  const [first] = messages;
  if (first === undefined) return skip(ea.missing(`a ${what}`));
  const found = messages.flatMap((one) => {
    const said = wrong(one);
    return said === undefined ? [] : [{ one, said }];
  });
  const [worst] = found;
  if (worst === undefined) return pass(seen(first, `${what}: ${messages.length} seen, each with ${expected}`));
  const findings = found.flatMap(({ said }) => said.findings ?? []).slice(0, MOST_SHOWN * 4);
  return fail({
    expected,
    actual: `${worst.said.text} (${found.length} of ${messages.length})`,
    evidence: found.slice(0, MOST_SHOWN).map(({ one, said }) => seen(one, said.text, said.path)) as unknown as readonly [
      Evidence,
      ...Evidence[],
    ],
    ...(findings.length === 0 ? {} : { findings }),
  });
}

export function wrong(text: string, path?: string): Wrong {
  return path === undefined ? { text } : { text, path };
}
