import { supplied } from '../../core/supplied.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { CouldNotTest } from '../could-not-test.js';
import { SuiteJudge } from '../judge/suite-judge.js';
import type { Learned } from '../report/report.js';
import { type RunOptions, type RunResult, runTests } from '../run.js';
import { Traffic } from '../traffic/traffic.js';
import { checkMessage } from './check-message.js';
import { type CheckedFile, checkedFile, type FileSubject } from './file-subject.js';
import { FILE_TESTS } from './file-tests.js';
import { GivenFields } from './given-fields.js';

/** A file, by the name under which reports show it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FilesRunOptions extends Pick<RunOptions<FileSubject>, 'only' | 'signal' | 'onResult'> {
  files(): AsyncIterable<GivenFile> | Iterable<GivenFile>;
  /** Directory of official XSDs. */
  readonly schemas?: string;
  readonly profile?: PupilProfile;
  readonly now: Date;
  /** Told of each file once it was read. */
  readonly onFile?: (file: CheckedFile) => void;
}

export interface FilesRun extends RunResult {
  readonly judge: SuiteJudge['named'];
  readonly files: readonly CheckedFile[];
  readonly learned: Learned;
}

/** Tests files with messages, all of them in one run. Throws `CouldNotTest` when there are none. */
export async function runFiles(options: FilesRunOptions): Promise<FilesRun> {
  const { schemas, profile, now, onFile = () => undefined } = options;
  const judge = new SuiteJudge(schemas);
  const files: CheckedFile[] = [];
  const given = new GivenFields();
  try {
    for await (const { name, bytes } of options.files()) {
      const read = checkMessage(bytes, { judge, now, ...supplied({ profile }) });
      if (read.message !== undefined && (read.kind === 'pupil-data' || read.kind === 'results')) given.add(read.message);
      const checked = checkedFile(name, read);
      files.push(checked);
      onFile(checked);
    }
  } finally {
    judge.dispose();
  }
  if (files.length === 0) throw new CouldNotTest('no file could be read');
  const result = await runTests<FileSubject>({
    ...options,
    role: 'message',
    tests: FILE_TESTS,
    // Each requirement knows the versions that it is about, and each file has its own.
    versions: ['2.2'],
    subject: () => ({ files }),
    level: 'full',
    safe: true,
    traffic: new Traffic(),
    reachable: () => Promise.resolve(true),
  });
  const versions = [...new Set(files.flatMap(({ version }) => version ?? []))].sort();
  const learned = { versions, fields: given.fields, ...supplied({ profile }) };
  return { ...result, judge: judge.named, files, learned };
}
