import { VERDICTS } from '../../../conformance/verdict.js';

/** Hides what the reader unticks: no script is needed for that. */
const FILTERS = VERDICTS.map((verdict) => `body:has(#show-${verdict}:not(:checked)) .of-${verdict} { display: none; }`).join('\n');

export const STYLE = `
:root { color-scheme: light dark; --text: #1b1b1b; --dim: #555; --ground: #fff; --raised: #f3f5f7; --line: #d0d5da; --accent: #1d4f7c; --good: #1a6b34; --bad: #a3191f; --soso: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --dim: #a9b0b7; --ground: #16191d; --raised: #20252b; --line: #3b434b; --accent: #8dbdf0; --good: #7fd394; --bad: #ff9c9c; --soso: #f0c060; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, h4, p { overflow-wrap: anywhere; } h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .4rem 0; } .dim { color: var(--dim); } a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.facts th { width: 11rem; font-weight: 600; overflow-wrap: normal; }
code, pre { font: .8125rem/1.45 ui-monospace, monospace; } code { overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); padding: .5rem; margin: .25rem 0 .75rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow-y: auto; }
fieldset { border: 1px solid var(--line); border-radius: .25rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem; position: sticky; top: 0; background: var(--ground); padding: .4rem .75rem; margin: 1rem 0; z-index: 1; }
label { display: inline-flex; gap: .35rem; align-items: center; min-height: 1.75rem; }
details.test, details.exchange { border: 1px solid var(--line); border-radius: .25rem; margin: .35rem 0; } details > summary { cursor: pointer; padding: .4rem .6rem; overflow-wrap: anywhere; } details[open] > summary { border-bottom: 1px solid var(--line); }
.inside { padding: .25rem .75rem .75rem; } .inside ul { margin: .25rem 0; padding-left: 1.25rem; } .inside li { overflow-wrap: anywhere; }
.verdict { display: inline-block; min-width: 6.5rem; font-weight: 700; } .pass { color: var(--good); } .fail, .error { color: var(--bad); } .warning, .review { color: var(--soso); } .skip, .not-applicable, .not-testable { color: var(--dim); }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .2rem .75rem; margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .facts th { width: auto; } .facts tr, .facts th, .facts td { display: block; } .facts th { border: 0; padding-bottom: 0; } dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } fieldset { position: static; } .verdict { min-width: 0; margin-right: .4rem; } }
@media print { fieldset { display: none; } pre { max-height: none; } }
${FILTERS}
`;
