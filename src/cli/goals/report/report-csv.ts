import type { GoalReport, ReportedGoal, ReportedSource } from '../../../admin/goals/report/goal-report.js';
import type { ReportedResult } from '../../../admin/goals/report/source-counts.js';
import { csvLine } from '../../../goals/csv.js';
import { ASSERTER_WORDS, COVERAGE_WORDS, VALUE_WORDS } from '../../../pages/dossier/dutch-words.js';
import { LEGAL_WORDS, NOT_DECLARED, NOT_SHOWN, ORIGIN_WORDS, STATUS_WORDS } from '../../../pages/goals/report-words.js';

const GOAL_HEAD = ['doel', 'code', 'omschrijving', 'doelenset', 'versie', 'publicatiestatus', 'juridische status', 'kerndoelen'];
const SOURCE_HEAD = ['leverancier', 'product'];
const RESULT_HEAD = ['datum', 'toets', 'onderdeel', 'soort werk', 'gegeven', 'waarde', 'eenheid', 'betekenis volgens de leverancier'];
const MORE_HEAD = ['betekent niet', 'norm (tabel leverancier)', 'past bij het doel', 'gekoppeld door', 'eigen doel leverancier'];
const COUNT_HEAD = ['aantal resultaten', 'aantal opgaven', 'seconden', 'van', 'tot en met', 'let op'];

const COUNTED_WORDS = 'van resultaten die dit doel raken; kunnen ook van andere doelen zijn';

/** A table for a spreadsheet: of one learner a row per figure, of a group a row per source. The first line says what it does not show. */
export function* reportCsv(report: GoalReport): Generator<string> {
  const ofLearner = 'learner' in report.about;
  yield csvLine([NOT_SHOWN.join(' ')]);
  yield csvLine([...GOAL_HEAD, ...SOURCE_HEAD, ...(ofLearner ? [...RESULT_HEAD, ...MORE_HEAD] : COUNT_HEAD)]);
  for (const goal of report.goals) {
    for (const source of goal.sources) {
      const begin = [...goalCells(goal), source.name, source.product ?? NOT_DECLARED];
      if (!ofLearner) yield csvLine([...begin, ...countCells(source)]);
      for (const result of source.results ?? []) for (const cells of resultRows(result)) yield csvLine([...begin, ...cells]);
    }
  }
}

function goalCells({ goal, code = '', title = '', set, kerndoelen }: ReportedGoal): readonly string[] {
  const own = kerndoelen.map(({ code: kerndoel, title: text }) => kerndoel ?? text).join('; ');
  if (set === undefined) return [goal, code, title, '', '', '', '', own];
  return [goal, code, title, set.id, set.version, STATUS_WORDS[set.status], LEGAL_WORDS[set.legalStatus], own];
}

function countCells({ counts }: ReportedSource): readonly string[] {
  const { results, items, seconds, from, until } = counts;
  return [
    String(results),
    items === undefined ? '' : String(items),
    seconds === undefined ? '' : String(seconds),
    from,
    until,
    COUNTED_WORDS,
  ];
}

function resultRows({ date, activity, values, norm, links }: ReportedResult): readonly (readonly string[])[] {
  const { code, name, part, originType } = activity;
  const about = [date, name ?? code, part === undefined ? '' : (part.name ?? part.code), ORIGIN_WORDS[originType]];
  const linked = [
    links.map(({ coverage }) => COVERAGE_WORDS[coverage]).join('; '),
    links.map(({ assertedBy }) => ASSERTER_WORDS[assertedBy] ?? assertedBy).join('; '),
    links.flatMap(({ supplierGoal }) => (supplierGoal === undefined ? [] : [supplierGoal.title ?? supplierGoal.id])).join('; '),
  ];
  const term = norm === undefined ? '' : (norm.description ?? norm.term);
  return values.map(({ kind, value, unit, meaning, declaration }) => [
    ...about,
    VALUE_WORDS[kind],
    value,
    unit ?? declaration?.unit ?? '',
    [meaning, declaration?.meaning].filter((one) => one !== undefined).join('; ') || NOT_DECLARED,
    declaration?.notMeaning ?? NOT_DECLARED,
    kind === 'score' ? term : '',
    ...linked,
  ]);
}
