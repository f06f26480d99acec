"""The style sheet of the report."""

STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d2126; --quiet: #565e68; --line: #d5d8dc;
  --you: #0b57a4; --band: #0b57a41f; --outline: #0b57a4; --other: #7a5200; --even: #60666e; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #15181c; --ink: #e6e8ea; --quiet: #a3abb5; --line: #3a4048;
  --you: #7db8f5; --band: #7db8f526; --outline: #7db8f5; --other: #e0b35c; --even: #a3abb5; } }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #333; --line: #999;
  --you: #003f80; --band: #003f801f; --outline: #003f80; --other: #5c3d00; --even: #444; }
  figure, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  details::details-content { display: block; content-visibility: visible; }
  details > * { display: block; } summary { list-style: none; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 17px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: 1rem;
  border-top: 1px solid var(--line); }
p { margin: .4rem 0; max-width: 42rem; }
.quiet, figcaption, caption { color: var(--quiet); font-size: .9rem; }
figure { margin: 1.25rem 0; } .chart { width: 100%; height: auto; max-height: 30rem; }
.frame { fill: none; stroke: var(--line); }
.band { fill: var(--band); stroke: none; }
.outline { fill: none; stroke: var(--outline); stroke-dasharray: 2 4; }
.perfect { fill: none; stroke: var(--even); stroke-dasharray: 6 4; }
.you { fill: none; stroke: var(--you); stroke-width: 2.5; }
.expected { fill: none; stroke: var(--other); stroke-width: 2; stroke-dasharray: 7 4; }
.uniform { fill: none; stroke: var(--even); stroke-width: 1.5; stroke-dasharray: 1 4; }
.range { stroke: var(--you); stroke-width: 2; }
.dot { fill: var(--you); stroke: var(--you); stroke-width: 1.5; }
.dot.few { fill: var(--paper); }
text { fill: var(--ink); font: 13px system-ui, sans-serif; } .tick { fill: var(--quiet); }
.you-text { fill: var(--you); } .expected-text { fill: var(--other); }
.uniform-text { fill: var(--even); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .1rem; }
.kept { break-inside: avoid; } .kept ul { list-style: none; padding: 0; margin: .4rem 0; }
.kept li { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 .75rem; }
.kept .number { text-align: right; font-variant-numeric: tabular-nums; }
.kept .true { color: var(--you); font-weight: 600; white-space: nowrap; }
text.n { font-size: 11px; fill: var(--quiet); }
details { margin: .75rem 0; } summary { cursor: pointer; color: var(--you); }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--you); }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums;
  margin: .5rem 0; }
caption { text-align: left; padding-bottom: .25rem; }
th, td { text-align: right; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
th { font-weight: 600; } tbody th { text-align: left; font-weight: 400; }
thead th:first-child { text-align: left; }
"""
