import { keyOf } from '../../../file/pupils/pupil-data.js';
import type { Question } from '../../../messages/write.js';
import type { SoapAnswer } from '../../../reader/soap-answer.js';
import type { LasSubject } from '../../las-subject.js';
import { dataIn, type Seen } from '../looking.js';

export type StepKind = 'structuur' | 'leerlingen' | 'leerkrachten';

/** What the answers are called in texts. */
export const STEP_ANSWERS: Readonly<Record<StepKind, { readonly en: string; readonly nl: string }>> = {
  structuur: { en: 'The structure', nl: 'De structuur' },
  leerlingen: { en: 'The answer with pupils of a group', nl: 'Het antwoord met leerlingen van een groep' },
  leerkrachten: { en: 'The answer with staff of a group', nl: 'Het antwoord met leerkrachten van een groep' },
};

/** The data of an answer to a question of this step; undefined when it has none, or answers another question. */
export function dataOfStep(step: StepKind, answer: SoapAnswer): Seen | undefined {
  const found = dataIn(answer);
  return found?.answer.payload.local === `${step}_antwoord` ? found : undefined;
}

type StepAnswers = Readonly<Record<StepKind, () => Promise<SoapAnswer>>>;

const known = new WeakMap<LasSubject, StepAnswers>();

/** The usual answer of each step, asked once for each subject: the structure, and who is in its first group. */
export function stepsOf(las: LasSubject): StepAnswers {
  const answers = known.get(las) ?? {
    structuur: () => las.pupils('structuur_verzoek'),
    leerlingen: once(async () => las.ask('leerlingen_verzoek', { groups: await firstGroup(las) })),
    leerkrachten: once(async () => las.ask('leerkrachten_verzoek', { groups: await firstGroup(las) })),
  };
  known.set(las, answers);
  return answers;
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** Without any group: those who are in none. */
async function firstGroup(las: LasSubject): Promise<NonNullable<Question['groups']>> {
  const [group] = dataOfStep('structuur', await las.pupils('structuur_verzoek'))?.data.baseGroups ?? [];
  const key = group === undefined ? undefined : keyOf(group);
  return [key === undefined ? { kind: 'groep' } : { kind: 'groep', key }];
}
