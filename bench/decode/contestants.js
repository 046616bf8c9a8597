import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { OFFICIAL_XSD, OWN_XSD, script } from '../paths.js';
import { versionOf } from '../programs.js';

/** Whoever is here to read a file. Each: `name`, `pass(file)` resolving with milliseconds, `stop()`. */
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
  return { name, pass: async (path) => (await child.ask(path)).ms, stop: () => processes.end(child) };
}

/** From the start of the process to its end, as it is used. It takes a few milliseconds to start and read the schema. */
function xmllint(processes, name, schema) {
  const pass = async (file) => {
    const began = performance.now();
    const child = processes.spawn('xmllint', ['--noout', '--schema', schema, file]);
    await child.gone;
    if (child.exitCode !== 0) throw new Error(`${name} does not accept the message of the bench`);
    return performance.now() - began;
  };
  return { name, pass, stop: async () => undefined };
}

function jdk(processes, workspace) {
  const classes = workspace.directory('classes');
  const { status, stderr } = spawnSync('javac', ['-d', classes, script('decode/Validate.java')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`javac: ${stderr}`);
  const child = processes.spawn('java', ['-cp', classes, 'Validate', OWN_XSD], { stdin: 'pipe' });
  const pass = async (file) => {
    if (!child.stdin.write(`${file}\n`)) await once(child.stdin, 'drain');
    return Number(await child.line());
  };
  return { name: 'JDK', pass, stop: () => processes.end(child) };
}
