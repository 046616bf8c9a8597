import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TranslatedRoster } from '../../model/roster/roster-notes.js';
import { type Asked, QUESTIONS, type Question } from '../../model/roster/roster-questions.js';
import type { RosterReadOptions } from '../../model/roster/roster-values.js';
import { identificationOf } from '../../model/school-id.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { versionsOf } from '../../uwlr/grammar/grammar.js';
import type { ExchangeLog } from '../exchange-log.js';
import { fetchSteps } from './fetch-steps.js';
import type { RosterCaller } from './roster-caller.js';
import { type RosterIntake, translateWhole } from './roster-intake.js';
import { SyncStop } from './sync-stop.js';
import { badConfiguration, inSteps, type SyncTarget } from './sync-target.js';

export interface FetchOptions {
  readonly target: SyncTarget;
  readonly caller: RosterCaller;
  readonly intake: RosterIntake;
  readonly schoolYear: string;
  /** An `xs:dateTime`: when nothing has changed since, the administration may say just that. */
  readonly since?: string | undefined;
  readonly log: ExchangeLog;
}

/** The pupils of the school as its administration has them, without what was not agreed on; or that there is nothing to give. */
export async function fetchRoster(options: FetchOptions): Promise<TranslatedRoster | 'geenwijzigingen' | 'geengegevens'> {
  const { target, caller, intake, log } = options;
  const asked = askedOf(options);
  const reading = readingOf(target);
  if (inSteps(target)) {
    const roster = await fetchSteps({ caller, intake, asked, reading, log });
    if (roster === undefined) return 'geengegevens';
    intake.settle(roster);
    return roster;
  }
  const reply = await caller.ask(wholeQuestion(target.version), asked);
  if (reply === 'geengegevens') return reply;
  if (reply === 'geenwijzigingen') {
    if (options.since !== undefined) return reply;
    log.add('UWLR-SY-015');
    throw new SyncStop('wrong-answer');
  }
  const data = await intake.take(reply);
  await nextTurn();
  const roster = translateWhole(reply.root, data, reading);
  intake.settle(roster);
  return roster;
}

function wholeQuestion(version: UwlrVersion): Question {
  const question = QUESTIONS.find(
    ({ operation, request }) => operation === 'HaalLeerlinggegevens' && versionsOf(request).includes(version),
  );
  if (question === undefined) throw new RangeError('a version without this question');
  return question;
}

function askedOf({ target, schoolYear, since, log }: FetchOptions): Asked {
  const { agreement, connection, version } = target;
  const identification = identificationOf(agreement.school);
  if (identification === undefined) throw badConfiguration(log, 'the id of the school is no BRIN and no schoolkey');
  const { gegevenssetid } = connection;
  const withSince = since !== undefined && !inSteps(target);
  return {
    schooljaar: schoolYear,
    ...identification,
    ...(gegevenssetid === undefined || version === '1.0' ? {} : { gegevenssetid }),
    ...(withSince ? { laatstontvangengegevens: since } : {}),
  };
}

/** Schools for secondary education have sets of their own (spec f: `Smalle-set-VO`). */
function readingOf({ connection: { gegevenssetid = '' } }: SyncTarget): RosterReadOptions {
  return { secondary: /-vo\s*$/i.test(gegevenssetid) };
}
