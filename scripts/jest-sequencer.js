import { existsSync } from 'node:fs';
import path from 'node:path';
import Sequencer from '@jest/test-sequencer';
import { ROOT } from './root.js';

/** Test files that take more than some ten seconds, the slowest first. */
const SLOW = [
  'store/postgres',
  'conformance/las-mutation',
  'store/sqlite',
  'attack/work',
  'conformance/las-stacks',
  'conformance/gateway',
  'gateway/strangers',
  'delivery/kill',
  'gateway/postgres-trouble',
  'gateway/workers',
  'store/move',
  'cli/documentation',
  'stacks/stack-matrix',
  'conformance/ea-mutation',
  'attack/connections',
  'gateway/store-trouble',
  'stacks/vendor-snippets',
  'delivery/faults',
  'gateway/attacks',
  'cli/demo',
  'conformance/receiver-mutation',
  'gateway/slow-heads',
  'gateway/full-disk',
  'gateway/hostile-bodies',
  'uwlr/mutator',
  'conformance/safe-runs',
  'uwlr/verdict-pupils',
  'uwlr/nothing-said',
  'gateway/crash',
  'uwlr/roundtrip',
  'gateway/destroyed-key',
  'cli/doctor',
  'gateway/tenants',
  'uwlr/verdict',
  'attack/floods',
].map((name) => path.join(ROOT, 'test', `${name}.test.ts`));

/**
 * Begins with the slow files, so that no worker is still at one when all else is done. Jest knows which were slow last time, but not in a
 * fresh clone.
 */
export default class extends Sequencer {
  async sort(tests) {
    const gone = SLOW.filter((file) => !existsSync(file));
    if (gone.length > 0) throw new Error(`scripts/jest-sequencer.js names files that are not there: ${gone.join(', ')}`);
    const rank = new Map(SLOW.map((file, at) => [file, at]));
    const rankOf = ({ path: file }) => rank.get(file) ?? SLOW.length;
    return (await super.sort(tests)).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
