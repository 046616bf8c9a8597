import { type Command, Option } from 'commander';
import { retagSchools } from '../../admin/goals/retag-schools.js';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import type { RetagJob } from '../../store/goals/goal-link-store.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson, printTable } from '../terminal/print.js';
import { Progress } from '../terminal/progress.js';

interface RetagOptions {
  readonly school?: string;
  readonly list?: true;
  readonly json?: true;
}

/** Re-tags that are listed. */
const MOST_LISTED = 50;

const STEPS: Readonly<Record<RetagJob['step'], string>> = {
  results: 'reading results',
  activities: 'tagging activities',
  events: 'telling receivers',
};

export function registerGoalsRetag(goals: Command, session: Session): void {
  goals
    .command('retag')
    .description('tag results anew by the sets and mappings of now; a running gateway does so after every import')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .option('--list', 'list the last re-tags, and how far they are')
    .addOption(jsonOption())
    .action((options: RetagOptions) => (options.list ? list(session, options) : run(session, options)));
}

async function run(session: Session, { school: of, json }: RetagOptions): Promise<void> {
  const bar = new StepBar();
  const { jobs, elsewhere } = await withOffice(session.config(), (office) =>
    retagSchools(office, { ...supplied({ school: of }), onProgress: (job) => bar.show(job) }),
  ).finally(() => bar.end());
  if (json) {
    printJson({ jobs, elsewhere });
    return;
  }
  const rows = jobs.filter(({ changed, events }) => changed + events > 0);
  const sum = (count: (job: RetagJob) => number) => rows.reduce((total, job) => total + count(job), 0);
  const schools = new Set(jobs.map(({ school: id }) => id)).size;
  print(`Tagged the results of ${schools} ${schools === 1 ? 'school' : 'schools'} anew.`);
  print(`Activities that changed: ${sum(({ changed }) => changed)}`);
  print(`Links added: ${sum(({ links }) => links)}; links that ended, and are kept: ${sum(({ ended }) => ended)}`);
  print(`Messages to receivers: ${sum(({ events }) => events)}`);
  if (elsewhere.length > 0) note(`Note: another process ended the re-tag of ${elsewhere.join(', ')}.`);
}

async function list(session: Session, { school: of, json }: RetagOptions): Promise<void> {
  const jobs = await withOffice(session.config(), async ({ store }) => {
    if (of !== undefined) knownSchool(await store.directory(), of);
    return store.goals.links.retagJobs({ limit: MOST_LISTED, ...supplied({ school: of }) });
  });
  if (json) {
    printJson({ items: jobs });
    return;
  }
  printTable(
    ['SCHOOL', 'ASKED', 'CAUSE', 'STATE', 'CHANGED', 'ADDED', 'ENDED', 'MESSAGES'],
    jobs.map((job) => [
      job.school,
      job.askedAt,
      job.cause,
      job.endedAt === undefined ? `${STEPS[job.step]} ${job.done}/${job.total}` : 'done',
      ...[job.changed, job.links, job.ended, job.events].map(String),
    ]),
    'Nothing was tagged anew yet.',
  );
}

/** A bar per step of a re-tag. */
class StepBar {
  #bar: Progress | undefined;
  #of = '';
  #done = 0;

  show({ seq, school: id, step, done, total }: RetagJob): void {
    const of = `${seq} ${step}`;
    if (of !== this.#of) {
      this.end();
      this.#bar = new Progress(`${id}: ${STEPS[step]}`, total, process.stderr, String);
      this.#of = of;
      this.#done = 0;
    }
    this.#bar?.add(done - this.#done);
    this.#done = done;
  }

  end(): void {
    this.#bar?.end();
  }
}
