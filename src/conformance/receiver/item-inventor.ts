import { randomBytes, randomUUID } from 'node:crypto';
import type { GoalLink } from '../../model/goal-link.js';
import { schoolYearAt } from '../../model/school-year.js';
import type { Signal } from '../../model/signal.js';
import { syntheticPupils } from '../../synthetic/results/pupils.js';
import { REKENEN } from '../../synthetic/results/tests.js';
import type { ReceiverItem, ReceiverResult } from './receiver-message.js';

const PARTY = 'CONFORM-EA';
const DAY_MS = 86_400_000;

/** Invents what a receiver is sent. Ids are new each time, so that a receiver that was tested before does not know them. */
export class ItemInventor {
  readonly #now = new Date();

  constructor(private readonly school: string) {}

  /** With only what is always there. */
  result(changes: Partial<ReceiverResult> = {}): ReceiverResult {
    return {
      id: randomUUID(),
      revision: 1,
      school: this.school,
      schoolYear: schoolYearAt(this.#now),
      learner: pseudonym(),
      source: { party: PARTY, version: '2.2' },
      activity: { code: REKENEN.toetscode.value, originType: 'unknown', hierarchy: [] },
      date: this.day,
      values: [{ kind: 'score', value: '17', sourcePath: 'score' }],
      context: { extra: [] },
      goalLinks: [],
      signals: [],
      status: 'final',
      losses: [],
      storedAt: this.minute,
      ...changes,
    };
  }

  /** With every field that a receiver can get. */
  wholeResult(changes: Partial<ReceiverResult> = {}): ReceiverResult {
    const result = this.result(changes);
    const [pupil] = syntheticPupils(1);
    const term = (value: string) => ({ value, vocabulary: 'https://vocabulaire.example/conform' });
    return {
      ...result,
      revision: 2,
      supersedes: 1,
      ...(pupil === undefined ? {} : { eckId: pupil.eckid }),
      source: { party: PARTY, product: 'rekenen-op-maat', profile: '3', intake: 'soap', version: '2.2' },
      sourceProfile: {
        declared: true,
        version: '3',
        title: 'Rekenen op maat',
        adaptive: 'yes',
        targetLevel: 'considered',
        durability: 'tested',
        signalsFrom: 'rules',
        explanationUrl: 'https://rekenen-op-maat.example/uitleg',
        confirmed: true,
      },
      activity: {
        code: REKENEN.toetscode.value,
        codeVocabulary: 'https://vocabulaire.example/toetsen',
        version: '2026',
        name: 'Rekenen blok 1',
        part: { code: 'REK-5-1-A', codeVocabulary: 'https://vocabulaire.example/onderdelen', name: 'Optellen tot 1000', number: '1' },
        originType: 'methodTest',
        category: term('toets'),
        level: term('1F'),
        subject: term('Rekenen en wiskunde'),
        year: term('5'),
        hierarchy: [{ level: '1', entry: term('Rekenen op maat') }],
        goals: [term('KL-1')],
      },
      norm: { term: 'goed', description: 'Kan meer aan', lookedUpIn: 'normTableOfSource' },
      context: {
        itemCount: '25',
        correct: '20',
        incorrect: '5',
        durationSeconds: '1800',
        instructionSeconds: '300',
        extra: [{ name: 'hulp', value: '2', unit: 'keer' }],
      },
      goalLinks: [this.goalLink('whole'), { coverage: 'unknown', via: 'message', assertedBy: 'supplier', original: 'onbekend doel' }],
      signals: [this.signal({ learner: result.learner })],
      detailUrl: 'https://resultaten.rekenen-op-maat.example/afname/1',
      losses: [{ path: 'toets/toetsnormering/norm/kleur', reason: 'no-place-in-model' }],
      ...changes,
    };
  }

  goalLink(name: string): GoalLink {
    return {
      goal: `https://doelen.example/conform/${name}`,
      set: 'conform',
      setVersion: '1',
      supplierGoal: { id: `KL-${name}`, title: 'Hele uren aflezen' },
      coverage: 'partial',
      via: 'registry',
      assertedBy: 'supplier',
      mappingVersion: '1',
      original: `KL-${name}`,
    };
  }

  signal(changes: Partial<Signal> = {}): Signal {
    return {
      id: randomUUID(),
      revision: 1,
      party: PARTY,
      learner: pseudonym(),
      supplierGoal: { id: 'KL-1', title: 'Hele uren aflezen' },
      kind: 'STUCK',
      raisedAt: this.minute,
      status: 'raised',
      ...changes,
    };
  }

  withdrawal(
    { id, revision = 1 }: { readonly id: string; readonly revision?: number },
    why: 'erased' | 'withdrawn' = 'withdrawn',
  ): ReceiverItem {
    return { kind: 'withdrawal', withdrawn: { result: id, revision, at: this.minute, why } };
  }

  /** What no receiver has: taking it in changes nothing there. */
  nothing(): ReceiverItem {
    return this.withdrawal({ id: randomUUID() });
  }

  tagged({ id, revision }: Pick<ReceiverResult, 'id' | 'revision'>, goalLinks: readonly GoalLink[]): ReceiverItem {
    return { kind: 'result.tagged', tagged: { result: id, revision, goalLinks } };
  }

  /** `2026-11-29`: yesterday. */
  get day(): string {
    return new Date(this.#now.getTime() - DAY_MS).toISOString().slice(0, 10);
  }

  get minute(): string {
    return `${this.#now.toISOString().slice(0, 16)}:00.000Z`;
  }
}

export function resultItem(result: ReceiverResult): ReceiverItem {
  return { kind: 'result', result };
}

/** In the form of the gateway's, and nobody's. */
function pseudonym(): string {
  return randomBytes(20).toString('base64url');
}
