import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../rounds.js';

/** So that what is measured is not what the work before left behind. */
const REST_MS = 1000;

export const megabytes = (bytes) => bytes / 1e6;

/** The next answer of a child, which may be that it failed. */
export async function reply(child, request) {
  const answer = await child.ask(request);
  if (answer.failed !== undefined) throw new Error(`bench/roster: ${answer.failed}`);
  return answer;
}

/** Memory of a child that watches itself, in bytes, when it has nothing to do. */
export async function idleMemory(child) {
  await sleep(REST_MS);
  return (await reply(child, 'begin')).rss;
}

/** What a child saw of itself while `work` was done. */
export async function watching(child, work) {
  await reply(child, 'begin');
  const done = await work();
  return { done, ...(await reply(child, 'end')) };
}

/** Of both contestants, by the name of one, the medians of a number that each round gave. */
export function medians(taken, numberOf) {
  return new Map([...taken].map(([name, rounds]) => [name, median(rounds.map(numberOf))]));
}

/** A row with a figure of the gateway; that of node-soap stands beside it, and `more`. */
export function besides(what, taken, numberOf, unit, more = '') {
  const of = medians(taken, numberOf);
  const theirs = of.get('node-soap');
  return { what, value: of.get('gateway'), unit: `${unit} (node-soap: ${theirs.toPrecision(3)}${more})`, nodeSoap: theirs };
}
