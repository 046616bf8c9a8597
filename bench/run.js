// `npm run bench`: measures what the gateway has to reach, beside others that do a part of the same, in one run on one machine.
// --json prints the table as JSON, --markdown as docs/performance.md has it, --only NAME runs one part, --quick shows that it
// works and measures next to nothing, --base DIR measures another checkout too, built, for figures before and after (of the accept path alone
// with --only against), --only steps with --step LABEL=DIR for each of several checkouts what each of them contributed, --into FILE puts the figures in the place of those of earlier runs of the same parts.
// Exit code 0: measured, whatever came out; 1: a confirmed message was lost; 2: wrong usage; 3: could not run.
import { parseArgs } from 'node:util';
import { withBase } from './base-rows.js';
import { storeFigures } from './figures.js';
import { machine } from './machine.js';
import { watchOthers } from './others.js';
import { against } from './parts/against.js';
import { decode } from './parts/decode.js';
import { delivery } from './parts/delivery.js';
import { directory } from './parts/directory.js';
import { floods } from './parts/floods.js';
import { goals } from './parts/goals.js';
import { largeMessage } from './parts/large-message.js';
import { messages } from './parts/messages.js';
import { postgres } from './parts/postgres.js';
import { roster } from './parts/roster.js';
import { scaling } from './parts/scaling.js';
import { start } from './parts/start.js';
import { steps } from './parts/steps.js';
import { Processes } from './processes.js';
import { circumstances, isMet, markdown, printed } from './table.js';
import { Workspace } from './workspace.js';

const PARTS = [decode, ...messages, scaling, largeMessage, floods, roster, delivery, directory, goals, start, postgres, against, steps];
const NAMES = PARTS.map(({ name }) => name);
/** Far beyond a whole run: whatever hangs ends here. */
const DEADLINE_MS = 45 * 60_000;

const { values: options } = wrongUsageOr(() =>
  parseArgs({
    options: {
      json: { type: 'boolean' },
      markdown: { type: 'boolean' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      base: { type: 'string' },
      into: { type: 'string' },
      step: { type: 'string', multiple: true, default: [] },
    },
  }),
);
const parts = PARTS.filter(({ name, needsBase, needsSteps }) =>
  options.only === undefined ? !needsBase && !needsSteps : name === options.only,
);
if (parts.length === 0) stop(2, `no part is called ${options.only}: ${NAMES.join(', ')}`);

if (parts.some(({ needsBase }) => needsBase) && options.base === undefined) stop(2, '--base DIR is missing: the other checkout, built');
if (parts.some(({ needsSteps }) => needsSteps) && options.step.length === 0) stop(2, '--step LABEL=DIR is missing: a checkout, built');

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(3, 'stopped'));
setTimeout(() => stop(3, 'it takes too long'), DEADLINE_MS).unref();

const workspace = new Workspace();
const processes = new Processes();
const note = (text) => process.stderr.write(`${text}\n`);
const about = { at: new Date().toISOString(), ...machine() };
const others = watchOthers();
const rows = [];
try {
  for (const part of parts) {
    const [began, othersMeanwhile] = [performance.now(), watchOthers()];
    const measured = await measure(part);
    rows.push(...measured);
    if (options.into === undefined) continue;
    const run = circumstancesOf(performance.now() - began, othersMeanwhile());
    storeFigures(options.into, { name: part.name, ...about, ...run, rows: measured }, NAMES);
  }
} catch (error) {
  stop(3, error.stack);
}
const run = circumstancesOf(performance.now(), others());
if (options.json) process.stdout.write(`${JSON.stringify({ ...about, ...run, rows }, undefined, 2)}\n`);
else process.stdout.write(`${options.markdown ? markdown(rows) : printed(rows)}\n\n${circumstances(about, run)}\n`);
process.exit(rows.some(({ reach, met }) => reach?.exactly !== undefined && met === false) ? 1 : 0);

async function measure(part) {
  const named = options.step.map((step) => [step.slice(0, step.indexOf('=')), step.slice(step.indexOf('=') + 1)]);
  const given = { quick: options.quick === true, base: options.base, steps: named, note };
  let measured = await part.run({ ...given, processes, workspace });
  if (options.base !== undefined && !part.takesBase) measured = await withBase(measured, { ...given, part: part.name });
  return measured.map((row) => ({ part: part.name, ...row, met: isMet(row) }));
}

function circumstancesOf(ms, othersShare) {
  return { seconds: Math.round(ms / 1000), othersShare, quick: options.quick === true };
}

function wrongUsageOr(parse) {
  try {
    return parse();
  } catch (error) {
    return stop(2, error.message);
  }
}

function stop(code, text) {
  process.stderr.write(`bench: ${text}\n`);
  process.exit(code);
}
