import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isThere, run } from '../../stacks/run.js';

const JAX_WS = '/usr/share/java/jaxws-rt.jar';
const STACKS = path.resolve('test/conformance/stacks');

export const JAVA_PACKAGES = 'jaxws libjaxws-java default-jdk-headless';

export function hasJaxWs(): boolean {
  return isThere('wsimport') && isThere('javac') && existsSync(JAX_WS);
}

/** Compiles the programs for JAX-WS, with the classes that wsimport makes out of our WSDLs, into a directory. */
export async function compileJaxWs(directory: string): Promise<void> {
  const services = ['leerlinggegevens', 'leerresultaten'];
  await Promise.all(
    services.map((service) =>
      run(['wsimport', '-quiet', '-Xnocompile', '-XadditionalHeaders', '-p', service, path.resolve(`wsdl/2.2/${service}.wsdl`)], directory),
    ),
  );
  const made = await Promise.all(
    services.map(async (one) => (await readdir(path.join(directory, one))).map((file) => path.join(one, file))),
  );
  const ours = ['SoundLas.java', 'PollLas.java'].map((file) => path.join(STACKS, file));
  await run(['javac', '-nowarn', '-cp', JAX_WS, '-d', '.', ...ours, ...made.flat()], directory);
}

export function javaCommand(directory: string, program: string): readonly string[] {
  return ['java', '-XX:TieredStopAtLevel=1', '-cp', `${directory}:${JAX_WS}`, program];
}
