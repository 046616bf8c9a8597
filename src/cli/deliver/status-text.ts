import type { ShownStatus } from '../../api/shapes/delivery-view.js';
import { HOLD_WORDS } from '../../api/shapes/delivery-words.js';
import { supplied } from '../../core/supplied.js';
import type { HoldReason } from '../../store/outbox-store.js';
import { flagsOf } from './scope-text.js';

/** What counts most of how a target stands, in a few words. */
export function stateText({ endedAt, held, pauses, openUntil, failures }: ShownStatus): string {
  if (endedAt !== undefined) return `ended ${endedAt}`;
  if (held !== undefined) return `held: ${held.reason} since ${held.since}`;
  if (pauses.some(({ school }) => school === undefined)) return 'paused';
  if (openUntil !== undefined) return `no answer, waits until ${openUntil}`;
  if (failures > 0) return `no answer ${failures} times`;
  return pauses.length > 0 ? `paused for ${pauses.length} of its schools` : 'goes';
}

/** What is wrong with a target, each with the command to go on with. */
export function nextSteps(status: ShownStatus): readonly string[] {
  if (status.endedAt !== undefined) return [];
  return [...stepOfHold(status), ...stepsOfPauses(status), ...stepOfSilence(status), ...stepsOfDeliveries(status)];
}

function stepOfHold(status: ShownStatus): readonly string[] {
  const { target, held } = status;
  if (held === undefined) return [];
  return [`${HOLD_WORDS[held.reason]}. ${REMEDY[held.reason](status)}; then uwlr deliver resume --target ${target}`];
}

const REMEDY: Readonly<Record<HoldReason, (status: ShownStatus) => string>> = {
  authorisation: ({ kind, target, party }) => {
    if (kind === 'las') return `Give the key that it accepts: uwlr key rotate --party ${party} --key-file FILE`;
    const secret = kind === 'webhook' ? `uwlr deliver target rotate-secret ${target}, or ` : '';
    return `Give valid credentials: ${secret}uwlr deliver target set ${target}`;
  },
  configuration: ({ target }) =>
    `See its answer: uwlr deliver show ID, with an ID from uwlr deliver list --target ${target} --state held. Correct the settings: uwlr deliver target set ${target}`,
  'all-refused': ({ target }) => `See why: uwlr deliver show ID, with an ID from uwlr deliver list --target ${target} --reason refused`,
};

function stepsOfPauses({ target, pauses }: ShownStatus): readonly string[] {
  return pauses.map(({ school, everywhere, since }) => {
    const scope = { ...(everywhere === true ? {} : { target }), ...supplied({ school }) };
    const where = school === undefined ? '' : ` for school ${school}`;
    return `paused${where} since ${since}: uwlr deliver resume ${flagsOf(scope)}`;
  });
}

function stepOfSilence({ target, openUntil, failures }: ShownStatus): readonly string[] {
  if (openUntil === undefined) return [];
  return [
    `no answer ${failures} times in a row. The next attempt comes after ${openUntil}: uwlr deliver list --target ${target} --state retrying`,
  ];
}

function stepsOfDeliveries({ target, held, pauses, counts, lastDelivered }: ShownStatus): readonly string[] {
  const isUnused = lastDelivered === undefined && Object.values(counts).every((number) => number === 0);
  return [
    ...(counts.held === 0 || held !== undefined || pauses.length > 0
      ? []
      : [`${counts.held} held: uwlr deliver list --target ${target} --state held`]),
    ...(counts.dead === 0
      ? []
      : [
          `${counts.dead} dead: uwlr deliver list --target ${target} --state dead, then redrive or cancel them; ask the receiver first about those that are not-expressible`,
        ]),
    ...(counts.task === 0 ? [] : [`${counts.task} erasure tasks: uwlr erase tasks`]),
    ...(isUnused ? ['nothing was queued yet: uwlr deliver target list shows what is missing'] : []),
  ];
}
