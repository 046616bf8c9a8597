import type { SyntheticAdministration } from '../school/synthetic-school.js';
import { PALET_SCHOOL, paletGaps } from './palet-class.js';
import { EXERCISES, METHOD } from './palet-vendors.js';

/** What the palet is and how it is loaded: the commands run as they stand, in its directory. */
export function paletReadme(school: SyntheticAdministration, names: readonly string[]): string {
  const { learners } = school.roster;
  const gaps = paletGaps(school);
  const without = learners.filter(({ eckId }) => eckId === undefined).length;
  const parties = [METHOD, EXERCISES];
  const messages = parties.flatMap(({ klantcode, klantnaam }) =>
    names
      .filter((name) => name.startsWith(`${klantcode.toLowerCase()}-`))
      .map(
        (name) =>
          `uwlr send ${name} --url http://localhost:8080/soap/leerresultaten --klantcode ${klantcode} --klantnaam '${klantnaam}' --key-file ${klantcode.toLowerCase()}.key`,
      ),
  );
  return `# Palet

A class of group 5 for people who build dashboards: ${learners.length} invented pupils of school ${PALET_SCHOOL}, two vendors, a set of learning goals, signals, and gaps.
Everything is frozen: \`uwlr synthetic palet\` writes the same bytes each time. Nobody in it exists.

## What is in it

| | ${METHOD.klantcode} | ${EXERCISES.klantcode} |
|---|---|---|
| kind of work | tests of a method | adaptive exercises |
| figures | points with norms, a total and two parts | a skill score of 0 to 1000, counts, sometimes time |
| knows pupils by | the key of the administration | the ECK iD alone |
| version of UWLR | ${METHOD.version} | ${EXERCISES.version} |
| mapping | parts to goals; \`RP-5-4\` has none | through goals of the vendor; \`OT-PUZZEL\` has none |
| signals | none | STUCK, FAST and NEW_PROGRESS |

\`results.json\` has the results and assessments in the canonical model, as the REST API gives them once all is loaded. Its ids and the aliases of learners are not those of your gateway.

## What is missing, on purpose

- \`${gaps.nothing.key}\` has no results, \`${gaps.onlyMethod.key}\` has results of ${METHOD.klantcode} only, and \`${gaps.onlyExercises.key}\` of ${EXERCISES.klantcode} only.
- \`${gaps.missedTest.key}\` missed test \`RP-5-2\`.
- ${without} pupils have no ECK iD, so ${EXERCISES.klantcode} has nothing of them.
- Goal P.8 has no activity. A row of the mapping of ${METHOD.klantcode} names a goal that P.7 replaced; one of ${EXERCISES.klantcode} names a goal that no set has, and one says nothing of coverage.
- ${EXERCISES.klantcode} declares what its skill score means, and nothing of its counts and time.
- The last message of ${METHOD.klantcode} corrects the results of one pupil on \`RP-5-3\`, which become revision 2.
- Signals: one is superseded, one is withdrawn, one is over, and some rest on no results.

## Load it into a gateway

\`\`\`sh
uwlr school add --brin ${PALET_SCHOOL} --name '${school.name}'
${parties
  .flatMap(({ klantcode, klantnaam }) => [
    `uwlr party add --klantcode ${klantcode} --klantnaam '${klantnaam}' --role ea`,
    `printf 'palet-sleutel-${klantcode.toLowerCase()}' > ${klantcode.toLowerCase()}.key`,
    `uwlr agreement add --school ${PALET_SCHOOL} --party ${klantcode} --exchange leerresultaten --profile resultaten --purpose 'Dashboard bouwen' --key-file ${klantcode.toLowerCase()}.key`,
  ])
  .join('\n')}
uwlr roster import school.xml --profile smalle-set
uwlr goals import goals.json
${parties
  .flatMap(({ klantcode }) => [
    `uwlr profile add ${klantcode.toLowerCase()}.profile.json`,
    `uwlr goals map import ${klantcode.toLowerCase()}.mapping.csv --party ${klantcode}`,
  ])
  .join('\n')}
uwlr profile confirm ${METHOD.klantcode} REKENPALET-5 --school ${PALET_SCHOOL}
\`\`\`

Then run \`uwlr serve\`, and in another terminal:

\`\`\`sh
${messages.join('\n')}
uwlr token add --client ${EXERCISES.klantcode} --school ${PALET_SCHOOL} --scope signals:write --purpose 'Signalen' --json > signals.token
for n in 1 2; do
  curl -s -X POST http://localhost:8080/api/v1/signals -H 'Content-Type: application/json' \\
    -H "Authorization: Bearer $(sed 's/.*"token":"\\([^"]*\\)".*/\\1/' signals.token)" --data @signals-$n.json
done
uwlr token add --client Dashboard --school ${PALET_SCHOOL} --scope results:read,learners:read,groups:read,goals:read,signals:read --purpose 'Dashboard bouwen'
\`\`\`

The last command prints the token for your dashboard. All commands take \`--data DIR\`.
`;
}
