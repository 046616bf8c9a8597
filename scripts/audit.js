// Looks at the packages that run in production: whether the registry knows of holes in them, and whether their licences are
// permissive. Exit code 1 when something is wrong. Where the registry does not answer (it may be out of reach, or a mirror that
// cannot audit) it says so and goes on, unless UWLR_AUDIT=required.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.js';

const PERMISSIVE = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
  'Python-2.0',
];
/** Of several licences to choose from, one that is permissive is enough. */
const isPermissive = (license = '') =>
  license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => PERMISSIVE.includes(one));

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
const production = Object.entries(packages).filter(([name, entry]) => name !== '' && !entry.dev && !entry.devOptional);
const others = production.filter(([, { license }]) => !isPermissive(license));
for (const [name, { license = 'none' }] of others)
  process.stderr.write(`${name}: licence ${license} is not on the list of permissive ones\n`);

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
});
const vulnerabilities = answerOf(stdout)?.vulnerabilities;
for (const { name, severity, range } of Object.values(vulnerabilities ?? {})) process.stderr.write(`${name} ${range}: ${severity}\n`);
const known = Object.keys(vulnerabilities ?? {}).length;
const silent = vulnerabilities === undefined;
const required = process.env.UWLR_AUDIT === 'required';

process.stdout.write(
  `${production.length} packages in production, ${others.length} with a licence to look at; ` +
    `${silent ? 'the registry did not say whether holes are known' : `${known} with known holes`}\n`,
);
process.exitCode = others.length > 0 || known > 0 || (silent && required) ? 1 : 0;

function answerOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
