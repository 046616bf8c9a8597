import http from 'node:http';
import https from 'node:https';
import { TestEnvironment } from 'jest-environment-node';

const FUNCTIONS = [
  [http, 'request'],
  [http, 'get'],
  [http, 'ClientRequest'],
  [https, 'request'],
  [https, 'get'],
];

/**
 * Node's own modules are shared by all test files of a worker. A file that leaves a stand-in of `node:http` behind (`nock`
 * without `nock.restore()`) makes whichever files come next fail, so it fails itself.
 */
export default class extends TestEnvironment {
  #before = FUNCTIONS.map(([module, name]) => module[name]);

  async teardown() {
    await super.teardown();
    const changed = FUNCTIONS.filter(([module, name], index) => module[name] !== this.#before[index]);
    if (changed.length === 0) return;
    for (const [index, [module, name]] of FUNCTIONS.entries()) module[name] = this.#before[index];
    throw new Error('the test file leaves a stand-in of node:http behind: call nock.restore() in afterAll');
  }
}
