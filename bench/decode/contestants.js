import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { OFFICIAL_XSD, OWN_XSD, script } from '../paths.js';
import { versionOf } from '../programs.js';

/** Programs on this machine that can read messages. Each: `name`, `pass(files)` resolving with milliseconds of processor time and by the clock, `stop()`. */
export function openContestants(processes, workspace) {
  const contestants = [own(processes, 'gateway', 'decode/gateway-reader.js'), own(processes, 'saxes', 'decode/saxes-reader.js')];
  if (versionOf('xmllint') !== undefined) {
    contestants.push(xmllint(processes, 'xmllint', OWN_XSD));
    if (OFFICIAL_XSD !== undefined) contestants.push(xmllint(processes, 'xmllint, official XSD', OFFICIAL_XSD));
  }
  if (versionOf('javac') !== undefined && versionOf('java') !== undefined) contestants.push(jdk(processes, workspace));
  return contestants;
}

function own(processes, name, file) {
  const child = processes.fork(script(file));
  return { name, pass: (files) => child.ask(files), stop: () => processes.end(child) };
}

/** One process for all files, as it is used. It takes a few milliseconds to start and to read the schema. */
function xmllint(processes, name, schema) {
  // What a process used is only known to the one that waited for it; bash tells.
  const timed = 'TIMEFORMAT="%U %S %R"; { time xmllint --noout --schema "$@" 2> /dev/null; } 2>&1';
  const pass = async (files) => {
    const child = processes.spawn('bash', ['-c', timed, 'xmllint', schema, ...files]);
    const times = await child.line();
    await child.gone;
    if (child.exitCode !== 0) throw new Error(`${name} does not accept the messages of the bench`);
    const [user, system, clock] = times.split(' ').map((seconds) => Number(seconds) * 1000);
    return { cpuMs: user + system, clockMs: clock };
  };
  return { name, pass, stop: async () => undefined };
}

function jdk(processes, workspace) {
  const classes = workspace.directory('classes');
  const { status, stderr } = spawnSync('javac', ['-d', classes, script('decode/Validate.java')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`javac: ${stderr}`);
  const child = processes.spawn('java', ['-cp', classes, 'Validate', OWN_XSD], { stdin: 'pipe' });
  const pass = async (files) => {
    if (!child.stdin.write(`${files.join('\t')}\n`)) await once(child.stdin, 'drain');
    const [cpuMs, clockMs] = (await child.line()).split(' ').map(Number);
    return { cpuMs, clockMs };
  };
  return { name: 'JDK', pass, stop: () => processes.end(child) };
}
