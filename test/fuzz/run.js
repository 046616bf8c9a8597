// `npm run fuzz`: feeds envelope, decoder and REST with inputs that fast-check makes, steered by coverage, until one breaks something
// or time is over. --minutes N (1), or --runs N of each target; --seed N (random), --target NAME, --json, --keep DIR (writes finds).
// Exit code 0: nothing found; 1: found something; 2: wrong usage.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Coverage } from './coverage.js';
import { fuzz } from './fuzzer.js';

// Counts blocks only of what is loaded from here on: so the targets, and with them the code that they try, come later.
const coverage = new Coverage();
const TARGETS = {
  decoder: async (seed) => (await import('./target-decoder.js')).decoderTarget(seed),
  soap: async (seed) => (await import('./target-soap.js')).soapTarget(seed),
  rest: async () => (await import('./target-rest.js')).restTarget(),
};
const FINDS = new URL('../../fixtures/fuzz/', import.meta.url);

const { minutes, runs, seed: given, target, json, keep, replay } = options();
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given);
const names = target === undefined ? Object.keys(TARGETS) : [target];
if (names.some((name) => !Object.hasOwn(TARGETS, name))) stop(`no target is called ${target}: ${Object.keys(TARGETS).join(', ')}`);
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => fail(`${event}: ${error?.stack ?? error}`));

const summaries = [];
for (const name of names) {
  const made = await TARGETS[name](seed);
  if (replay) summaries.push(await replayed(made));
  else summaries.push(await fuzz(made, { coverage, seed, isOver: limit(), onRound: json ? undefined : say }));
  await made.stop?.();
}
const finds = summaries.flatMap((summary) => summary.finds);
if (keep !== undefined) for (const [at, find] of finds.entries()) write(find, at);
if (json) process.stdout.write(`${JSON.stringify({ seed, targets: summaries })}\n`);
else {
  process.stdout.write('\n');
  for (const { target: name, runs: count, corpus, blocks, finds: found } of summaries) {
    process.stdout.write(`${name}: ${count} inputs, seed ${seed}, corpus ${corpus}, blocks reached ${blocks}, finds ${found.length}\n`);
    for (const { error } of found) process.stdout.write(`  ${error.split('\n')[0]}\n`);
  }
}
process.exit(finds.length === 0 ? 0 : 1);

/** What was once found: every input of the fixtures again. */
async function replayed({ name, run }) {
  const kept = readdirSync(FINDS).filter((file) => file.endsWith('.json'));
  const inputs = kept.map((file) => JSON.parse(readFileSync(new URL(file, FINDS), 'utf8'))).filter((find) => find.target === name);
  const found = [];
  for (const find of inputs) {
    await Promise.resolve(run(Buffer.from(find.input, 'base64'), find.variant)).catch((error) =>
      found.push({ ...find, error: String(error?.stack ?? error) }),
    );
  }
  return { target: name, seed, runs: inputs.length, corpus: inputs.length, blocks: 0, finds: found };
}

function limit() {
  if (runs !== undefined) return (count) => count >= Number(runs);
  const until = Date.now() + (Number(minutes ?? 1) * 60_000) / names.length;
  return () => Date.now() >= until;
}

function say({ target: name, runs: count, corpus, blocks, finds: found }) {
  if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${count} inputs, corpus ${corpus}, blocks ${blocks}, finds ${found}   `);
}

function write(find, at) {
  mkdirSync(keep, { recursive: true });
  writeFileSync(path.join(keep, `${find.target}-${find.seed}-${at}.json`), `${JSON.stringify(find, undefined, 2)}\n`);
}

function options() {
  const text = { type: 'string' };
  const flag = { type: 'boolean' };
  try {
    const known = { minutes: text, runs: text, seed: text, target: text, keep: text, json: flag, replay: flag };
    return parseArgs({ options: known }).values;
  } catch (error) {
    return stop(error.message);
  }
}

function stop(text) {
  process.stderr.write(`fuzz: ${text}\n`);
  process.exit(2);
}

/** Nobody waits for this error: it is a find of its own, without an input that is known to be the one. */
function fail(text) {
  process.stderr.write(`fuzz: seed ${seed}: ${text}\n`);
  process.exit(1);
}
