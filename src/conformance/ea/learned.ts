import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { allOf, type XmlNode } from '../reader/xml-node.js';
import type { Learned } from '../report/report.js';
import type { EaSubject } from './ea-subject.js';
import { observedNeeds } from './needs.js';

/** What a run could learn of the client: versions, operations, fields that it sends. Names and counts only. */
export function learnedOf(ea: EaSubject): Learned {
  const { heard, results, asked, config } = ea;
  const versions = UWLR_VERSIONS.filter((version) => heard.some((one) => one.version === version));
  const operations = [...new Set([...asked, ...results].flatMap(({ payload }) => payload?.local ?? []))];
  return {
    versions,
    operations: operations.filter((name) => /^[a-z_]{1,40}$/.test(name)),
    profile: config.profile,
    fields: fieldsOf(results.flatMap(({ payload }) => payload ?? [])),
    needs: Object.fromEntries([
      ...config.needs.map((field) => [field, 'declared']),
      ...(observedNeeds(ea)?.needed ?? []).map((field) => [field, 'observed']),
    ]) as NonNullable<Learned['needs']>,
  };
}

/** Per field, by its path from the results, in how many of its parents it is. */
function fieldsOf(messages: readonly XmlNode[]): Readonly<Record<string, { readonly in: number; readonly of: number }>> {
  const parents = new Map<string, number>();
  const within = new Map<string, number>();
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const message of messages)
    for (const node of allOf(message)) {
      add(parents, node.local);
      for (const name of new Set([...node.children.map(({ local }) => local), ...node.attributes.map(({ local }) => `@${local}`)]))
        add(within, `${node.local}/${name}`);
    }
  const fields = [...within].filter(([path]) => /^[\w.@/-]{1,80}$/.test(path));
  return Object.fromEntries(
    fields.map(([path, count]) => [path, { in: count, of: parents.get(path.slice(0, path.lastIndexOf('/'))) ?? count }]),
  );
}
