import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { isThere, run, works } from './run.js';

/** A SOAP stack as its users install it, with a program of ours that calls all five operations from `?wsdl` alone. */
export interface StockStack {
  readonly name: string;
  /** What Debian calls it. */
  readonly packages: string;
  isInstalled(): boolean;
  /** Makes what the program needs out of the WSDLs of this gateway. */
  build?(directory: string, gateway: string): Promise<void>;
  /** The program. Behind it come gateway, autorisatiesleutel, klantcode, klantnaam and the toetscode to deliver a result of. */
  command(directory: string): readonly string[];
  /** An administration made with it and our WSDLs, at `http://127.0.0.1:PORT/leerresultaten` and `/leerlinggegevens`. */
  server?(directory: string, port: number): readonly string[];
}

/** The one that Debian's packages install for. */
const PYTHON = '/usr/bin/python3';
const JAX_WS = '/usr/share/java/jaxws-rt.jar';
const CLIENTS = path.resolve('test/stacks/clients');
const SERVICES = ['leerlinggegevens', 'leerresultaten'] as const;

const client = (file: string) => path.join(CLIENTS, file);
const wsdlOf = (gateway: string, service: string) => `${gateway}/soap/${service}?wsdl`;

const script = (name: string, packages: string, program: string, file: string, probe: readonly string[]): StockStack => ({
  name,
  packages,
  isInstalled: () => works(program, ...probe),
  command: () => [program, client(file)],
});

const java = (directory: string) => ['java', '-XX:TieredStopAtLevel=1', '-cp', `${directory}:${JAX_WS}`];

const jaxWs: StockStack = {
  name: 'JAX-WS',
  packages: 'jaxws libjaxws-java default-jdk-headless',
  isInstalled: () => isThere('wsimport') && isThere('javac') && existsSync(JAX_WS),
  async build(directory, gateway) {
    for (const service of SERVICES) {
      await run(['wsimport', '-quiet', '-Xnocompile', '-XadditionalHeaders', '-p', service, wsdlOf(gateway, service)], directory);
    }
    // All of them: without package-info the classes are in no namespace.
    const sources = await Promise.all(
      SERVICES.map(async (made) => (await readdir(path.join(directory, made))).map((file) => path.join(made, file))),
    );
    await run(
      ['javac', '-nowarn', '-cp', JAX_WS, '-d', '.', client('FiveOperations.java'), client('LasServer.java'), ...sources.flat()],
      directory,
    );
  },
  command: (directory) => [...java(directory), 'FiveOperations'],
  server: (directory, port) => [...java(directory), 'LasServer', `http://127.0.0.1:${port}`],
};

const dotNet: StockStack = {
  name: '.NET (mono wsdl)',
  packages: 'mono-devel mono-mcs libmono-system-web-services4.0-cil',
  isInstalled: () => isThere('wsdl') && isThere('mcs') && works('mono', '-V'),
  async build(directory, gateway) {
    for (const service of SERVICES) {
      const namespace = service.charAt(0).toUpperCase() + service.slice(1);
      await run(['wsdl', '-nologo', `-namespace:${namespace}`, `-out:${service}.cs`, wsdlOf(gateway, service)], directory);
    }
    const sources = [client('FiveOperations.cs'), ...SERVICES.map((service) => `${service}.cs`)];
    await run(['mcs', '-nologo', '-nowarn:1591', '-r:System.Web.Services', '-out:five.exe', ...sources], directory);
  },
  command: (directory) => ['mono', path.join(directory, 'five.exe')],
};

const gSoap: StockStack = {
  name: 'gSOAP',
  packages: 'gsoap libgsoap-dev g++',
  isInstalled: () => isThere('wsdl2h') && isThere('g++') && existsSync('/usr/include/stdsoap2.h'),
  async build(directory, gateway) {
    await run(['wsdl2h', '-o', 'uwlr.h', ...SERVICES.map((service) => wsdlOf(gateway, service))], directory);
    await run(['soapcpp2', '-j', '-C', '-L', '-w', '-x', '-I/usr/share/gsoap/import', 'uwlr.h'], directory);
    const made = ['soapC.cpp', 'soapbndLeerlinggegevensProxy.cpp', 'soapbndLeerresultatenProxy.cpp'];
    await run(['g++', '-w', '-O0', '-I.', '-o', 'five', client('five-gsoap.cpp'), ...made, '-lgsoap++'], directory);
  },
  command: (directory) => [path.join(directory, 'five')],
};

const extension = ['-r', 'exit(extension_loaded("soap") ? 0 : 1);'];

/** Those that take long to build come first. */
export const STOCK_STACKS: readonly StockStack[] = [
  gSoap,
  jaxWs,
  dotNet,
  {
    ...script('PHP SoapClient', 'php-cli php-soap', 'php', 'five-php.php', extension),
    server: (_directory, port) => ['php', '-S', `127.0.0.1:${port}`, client('las-php.php')],
  },
  script('zeep, strict', 'python3-zeep', PYTHON, 'five-zeep.py', ['-c', 'import zeep']),
  script('suds', 'python3-suds', PYTHON, 'five-suds.py', ['-c', 'import suds']),
  script('SOAP::Lite', 'libsoap-lite-perl', 'perl', 'five-soap-lite.pl', ['-MSOAP::Lite', '-e', '1']),
  script('node-soap', 'npm: soap', process.execPath, 'five-node-soap.js', ['--version']),
  script('strong-soap', 'npm: strong-soap', process.execPath, 'five-strong-soap.js', ['--version']),
];

/** Builds a stack in a directory of its own below `root`, and says where. */
export async function built(stack: StockStack, root: string, gateway: string): Promise<string> {
  const directory = path.join(root, stack.name.replace(/\W+/g, '-'));
  await mkdir(directory);
  await stack.build?.(directory, gateway);
  return directory;
}
