import { type Alert, MOST_SCHOOLS_NAMED } from '../../store/outbox-store.js';

export const ALERT_LANGUAGES = ['nl', 'en'] as const;
export type AlertLanguage = (typeof ALERT_LANGUAGES)[number];

interface Words {
  readonly started: Readonly<Record<Alert['kind'], (target: string, since: string) => string>>;
  readonly ended: Readonly<Record<Alert['kind'], (target: string) => string>>;
  readonly reasons: Readonly<Record<NonNullable<Alert['reason']>, string>>;
  readonly counts: (waiting: number, dead: number) => string;
  readonly tasks: (count: number) => string;
  readonly schools: (ids: readonly string[]) => string;
  readonly manySchools: string;
  readonly look: (command: string) => string;
}

const WORDS: Readonly<Record<AlertLanguage, Words>> = {
  nl: {
    started: {
      failing: (target, since) =>
        `Doel ${target} is sinds ${since} niet te bereiken of in storing. Wat wacht wordt vanzelf opnieuw geprobeerd.`,
      held: (target, since) => `Doel ${target} staat sinds ${since} stil tot iemand het weer aanzet.`,
      refused: (target, since) =>
        `Niet alles kan naar doel ${target}: sinds ${since} zijn er leveringen die niet opnieuw geprobeerd worden. De rest gaat door.`,
    },
    ended: {
      failing: (target) => `Doel ${target} neemt weer aan.`,
      held: (target) => `Doel ${target} is weer aangezet.`,
      refused: (target) => `Bij doel ${target} liggen geen leveringen meer die het niet aannam.`,
    },
    reasons: {
      authorisation: 'Het doel weigert onze sleutel of ons certificaat.',
      configuration: 'De instellingen kloppen niet met wat het doel verwacht.',
      'all-refused': 'Het doel weigerde zoveel leveringen achter elkaar dat het niet aan de resultaten kan liggen.',
    },
    counts: (waiting, dead) => `Er wachten er ${waiting}; ${dead} gaan niet meer.`,
    tasks: (count) =>
      `Vraag de ontvanger zelf om ${count} ${count === 1 ? 'resultaat' : 'resultaten'} van gewiste leerlingen te verwijderen.`,
    schools: (ids) => `Scholen: ${ids.join(', ')}.`,
    manySchools: `Meer dan ${MOST_SCHOOLS_NAMED} scholen.`,
    look: (command) => `Kijk met: ${command}`,
  },
  en: {
    started: {
      failing: (target, since) =>
        `Target ${target} cannot be reached or is out of order since ${since}. What waits is tried again by itself.`,
      held: (target, since) => `Target ${target} is held since ${since}, until somebody resumes it.`,
      refused: (target, since) =>
        `Not everything can go to target ${target}: since ${since} there are deliveries that are not tried again. The others go on.`,
    },
    ended: {
      failing: (target) => `Target ${target} takes deliveries again.`,
      held: (target) => `Target ${target} was resumed.`,
      refused: (target) => `No deliveries are left that target ${target} did not take.`,
    },
    reasons: {
      authorisation: 'The target refuses our key or certificate.',
      configuration: 'The settings do not fit what the target expects.',
      'all-refused': 'The target refused so many deliveries in a row that it cannot be the results.',
    },
    counts: (waiting, dead) => `${waiting} wait; ${dead} are dead.`,
    tasks: (count) => `Ask the receiver yourself to delete ${count} ${count === 1 ? 'result' : 'results'} of erased pupils.`,
    schools: (ids) => `Schools: ${ids.join(', ')}.`,
    manySchools: `More than ${MOST_SCHOOLS_NAMED} schools.`,
    look: (command) => `Look with: ${command}`,
  },
};

/** The command to begin with. */
export function commandFor({ kind, target, dead, tasks }: Pick<Alert, 'kind' | 'target' | 'dead' | 'tasks'>): string {
  if (kind === 'refused' && dead === 0 && tasks > 0) return 'uwlr erase tasks';
  return kind === 'refused' ? `uwlr deliver list --target ${target} --state dead` : 'uwlr deliver status';
}

/** An alert in some plain sentences. */
export function alertWords(alert: Alert, language: AlertLanguage): string {
  const words = WORDS[language];
  const { kind, target, phase, since, reason, waiting, dead, tasks, schools } = alert;
  const counts = words.counts(waiting, dead);
  if (phase === 'ended') return [words.ended[kind](target), counts].join(' ');
  return [
    words.started[kind](target, minute(since)),
    ...(reason === undefined ? [] : [words.reasons[reason]]),
    counts,
    ...(tasks === 0 ? [] : [words.tasks(tasks)]),
    ...(schools.length === 0 ? [] : [schools.length > MOST_SCHOOLS_NAMED ? words.manySchools : words.schools(schools)]),
    words.look(commandFor(alert)),
  ].join(' ');
}

/** `2026-11-22 10:04 UTC` */
function minute(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
