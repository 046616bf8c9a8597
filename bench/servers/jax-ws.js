import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { resultsMessage } from '../messages/results-message.js';
import { script, WSDL } from '../paths.js';
import { versionOf } from '../programs.js';
import { freePort } from './port.js';

/** Where Debian's libjaxws-java has it. */
const JAR = '/usr/share/java/jaxws-rt.jar';
const PATH = '/soap';

/** JAX-WS with its tools, to make a server from a WSDL. */
export function jaxWsVersion() {
  return existsSync(JAR) && versionOf('javac') !== undefined ? versionOf('wsimport', '-version') : undefined;
}

/**
 * A JAX-WS endpoint of classes that wsimport makes of our WSDL, with schema validation on, in the web server of the JDK. `connections`: how many
 * messages it takes at one time. Throws when it does not refuse a message that the schema refuses: then it would not be what we compare with.
 */
export async function startJaxWs(processes, connections, directory) {
  const classPath = [build(directory), JAR].join(path.delimiter);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}${PATH}`;
  // Else the last packet of an answer waits for the 40 ms in which Linux acknowledges the first.
  const args = ['-Dsun.net.httpserver.nodelay=true', '-cp', classPath, 'ResultsEndpoint', address, String(connections)];
  const child = processes.spawn('java', args);
  await child.line();
  await validates(address);
  return { port, path: PATH, child, stop: () => processes.end(child) };
}

/** The directory with the classes. The WSDL lies beside them: without it the schema would be one that JAXB makes of the classes, without patterns. */
function build(directory) {
  run('wsimport', ['-quiet', '-Xnocompile', '-XadditionalHeaders', '-p', 'leerresultaten', WSDL], directory);
  const made = readdirSync(path.join(directory, 'leerresultaten')).map((file) => path.join('leerresultaten', file));
  run('javac', ['-nowarn', '-cp', JAR, '-d', '.', script('servers/jax-ws/ResultsEndpoint.java'), ...made], directory);
  copyFileSync(WSDL, path.join(directory, 'leerresultaten.wsdl'));
  return directory;
}

function run(program, args, cwd) {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}

async function validates(address) {
  const message = { bytes: 2600, tests: 1, school: '99AA', made: '2025-07-01T12:00:00.000Z', key: 'meting', envelope: true };
  const { text } = resultsMessage(message);
  const statusOf = async (body) => {
    const headers = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"BrengLeerresultaten"' };
    const response = await fetch(address, { method: 'POST', body, headers });
    await response.arrayBuffer();
    return response.status;
  };
  const [valid, invalid] = [await statusOf(text), await statusOf(text.replace('2024-2025', '2024'))];
  if (valid !== 200 || invalid !== 500)
    throw new Error(`the JAX-WS endpoint answers ${valid} to a valid message and ${invalid} to an invalid one`);
}
