import { generateMessage } from '../../dist/synthetic/messages/generate-message.js';
import { mutate } from '../../dist/synthetic/messages/mutate.js';
import { Random } from '../../dist/synthetic/messages/random.js';
import { writeTree } from '../../dist/synthetic/messages/write-tree.js';
import { copyOf, treeOf } from '../../dist/synthetic/messages/xml-tree.js';
import { compile } from '../../dist/uwlr/grammar/compile.js';
import { versionsOf } from '../../dist/uwlr/grammar/grammar.js';
import { ROOTS } from '../../dist/uwlr/messages/catalogue.js';

const extensions = new Map();

/** Messages of every root and version: one as it should be, and some with a mutation that means something. */
export function documents(seed, roots = ROOTS) {
  return roots.flatMap((root) =>
    versionsOf(root).flatMap((version) => {
      const random = new Random(seed);
      const compiled = compile(root, version);
      const value = generateMessage(root, version, random, { repeat: { resultaat: 2, toets: 2, leerling: 2 } });
      const tree = treeOf(compiled.root, value, { version, extensions });
      const mutants = [1, 2, 3].map(() => {
        const copy = copyOf(tree);
        mutate(copy, { random, version, extensions, compiled });
        return copy;
      });
      return [tree, ...mutants].map((one) => Buffer.from(writeTree(one, random)));
    }),
  );
}

/** What XML, SOAP and UWLR are made of. */
// biome-ignore format: a list to read across
export const TOKENS = [
  '<', '>', '/>', '</', '"', "'", '=', '&', '&amp;', '&#0;', '&#x10FFFF;', '&#xD800;', '&lt', '<!--', '-->', '--', '<![CDATA[', ']]>', '<?', '?>',
  '<?xml version="1.0" encoding="UTF-16"?>', '<?xml version="1.1"?>', '<!DOCTYPE a [<!ENTITY b "c">]>', '&b;', '\0', '\ufeff', '\u2028', '\r', '\r\n',
  ' xmlns=""', ' xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"', ' xmlns:xml="x"', ' xsi:type="x:y"', ' xsi:nil="true"', ' key=""', ' key="#1"',
  's:', 'x:', ':', '<s:Header>', '</s:Header>', '<s:Body>', '</s:Body>', ' s:mustUnderstand="1"', '<s:Fault>', '2.2', '1.0', '9.9', '-1', '1e309',
  '99999999999999999999', '2024-02-30', '2024-12-31T24:00:00Z', '0000-00-00', '-0', 'NaN', 'INF', '__proto__', 'constructor', 'toString', '%s', '{}',
  '\u{1f469}\u200d\u{1f4bb}', '\ud7ff', '\uffff', '\u0085', 'é'.normalize('NFD'), 'ı', 'ſ', '٣',
];
