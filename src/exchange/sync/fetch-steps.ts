import { supplied } from '../../core/supplied.js';
import { RosterContradictions } from '../../model/roster/roster-contradictions.js';
import { mergeSteps } from '../../model/roster/roster-from-uwlr.js';
import type { TranslatedRoster } from '../../model/roster/roster-notes.js';
import { type Asked, type AskedGroups, QUESTIONS, type Question } from '../../model/roster/roster-questions.js';
import type { RosterSteps } from '../../model/roster/roster-steps.js';
import type { RosterReadOptions } from '../../model/roster/roster-values.js';
import { type Keyed, type RosterData, rosterData } from '../../uwlr/checks/roster-data.js';
import type { ExchangeLog } from '../exchange-log.js';
import type { RosterCaller } from './roster-caller.js';
import type { RosterIntake } from './roster-intake.js';
import { SyncStop } from './sync-stop.js';

type Structure = RosterSteps['structuur'];
type Pupils = RosterSteps['leerlingen'] extends Iterable<infer T> ? T : never;
type Staff = RosterSteps['leerkrachten'] extends Iterable<infer T> ? T : never;

export interface StepsOptions {
  readonly caller: RosterCaller;
  readonly intake: RosterIntake;
  readonly asked: Asked;
  readonly reading: RosterReadOptions;
  readonly log: ExchangeLog;
}

/**
 * All pupil data in steps (getrapt): the groups, then the members of each of them, and those who are in none of a kind. Everything is
 * asked for, always: an administration that says of one step that nothing has changed says nothing about the others. Undefined
 * when it has no pupils at all.
 */
export async function fetchSteps({ caller, intake, asked, reading, log }: StepsOptions): Promise<TranslatedRoster | undefined> {
  const ask = async (operation: string, groepen?: AskedGroups, onGroups?: (groups: AskedGroups[]) => void): Promise<unknown> => {
    const reply = await caller.ask(questionFor(operation), groepen === undefined ? asked : { ...asked, groepen });
    if (reply === 'geengegevens') return undefined;
    if (reply !== 'geenwijzigingen') {
      onGroups?.(partsOf(rosterData(reply.root, reply.value)?.data));
      return intake.take(reply);
    }
    log.add('UWLR-SY-015');
    throw new SyncStop('wrong-answer');
  };
  const parts: AskedGroups[] = [];
  const structure = (await ask('HaalStructuur', undefined, (groups) => parts.push(...groups))) as Structure | undefined;
  parts.push(IN_NONE);
  const leerlingen: Pupils[] = [];
  for (const part of parts) leerlingen.push(...listed((await ask('HaalLeerlingen', part)) as Pupils | undefined));
  const [first] = leerlingen;
  if (first === undefined) return undefined;
  const leerkrachten: Staff[] = [];
  for (const part of parts) leerkrachten.push(...listed((await ask('HaalLeerkrachten', part)) as Staff | undefined));
  // Without groups there is no structure, and the head of another answer stands in for its own.
  const structuur = structure ?? ({ school: first.school } as Structure);
  try {
    return mergeSteps({ structuur, leerlingen, leerkrachten }, reading);
  } catch (error) {
    if (!(error instanceof RosterContradictions)) throw error;
    report(error, log);
    throw new SyncStop('invalid-answer');
  }
}

function questionFor(operation: string): Question {
  const question = QUESTIONS.find((known) => known.operation === operation);
  if (question === undefined) throw new RangeError('no such operation');
  return question;
}

/**
 * Each group by itself, so that no answer is large. Of groups that were not agreed on the keys serve for asking, or their pupils would
 * be missed; they go no further.
 */
function partsOf(structure: RosterData | undefined): AskedGroups[] {
  const { groep = [], samengestelde_groep = [] } = structure?.groepen ?? {};
  return [...groep.map((one) => ({ groep: [keyed(one)] })), ...samengestelde_groep.map((one) => ({ samengestelde_groep: [keyed(one)] }))];
}

/** Those who are in none (spec a.5: a group without a key). */
const IN_NONE: AskedGroups = { groep: [{}], samengestelde_groep: [{}] };

function keyed({ key }: Keyed): { readonly key?: string } {
  return supplied({ key });
}

function listed<T>(answer: T | undefined): T[] {
  return answer === undefined ? [] : [answer];
}

function report({ list }: RosterContradictions, log: ExchangeLog): void {
  for (const { path, reason, count } of list) {
    const unknownGroup = path.includes('/leerkrachten/') ? 'UWLR-LG-009' : 'UWLR-LG-008';
    const rule = reason === 'unknown-group' ? unknownGroup : 'UWLR-SY-012';
    log.add(rule, { path, line: 0, column: 0 }, `${count} times: the answers of the steps contradict each other`);
  }
}
