"""Broken and hostile decks by name; what is to be found in each stands in broken.expected."""

from __future__ import annotations

HEAD = "tastegym: 1\ndeck: {id: me/tests, version: 1.0.0, title: Tests}\nscenarios:\n"

CHOICE = """  - id: a
    setup: Two runs differ.
    question: Why?
    options: [{id: x, text: Seeds}, {id: y, text: Data}]
    answer: x
    explanation: The seeds were swapped.
"""

BINARY = """  - id: b
    kind: binary
    setup: Two runs differ.
    question: Was it the seed?
    answer: yes
    explanation: The seeds were swapped.
"""

STAGED = """  - id: s
    kind: staged
    setup: Accuracy fell.
    question: Why?
    options: [{id: x, text: Seeds}, {id: y, text: Data}]
    answer: x
    stages: [{ask: prior}, {reveal: Counts are unchanged.}]
    explanation: The seeds were swapped.
"""

BOARD = """  - id: r
    kind: board
    setup: One sweep.
    question: Which of these held?
    rows: [{id: one, text: It rose, answer: yes}, {id: two, text: It fell, answer: no}]
    explanation: It rose.
"""

QUANTILE = """  - id: q
    kind: quantile
    setup: A copy is about to run.
    question: What effect will it report?
    levels: [0.1, 0.5, 0.9]
    answer: {value: 0.18, unit: d, min: -1, max: 2}
    explanation: It shrank.
"""

GENERATED = """  - id: g
    kind: generated
    generator: {name: base-rate, version: 1, params: {difficulty: 2}}
    seeds: 1-40
"""


def of(*scenarios: str) -> str:
    """A deck of these scenarios."""
    return HEAD + "".join(scenarios)


def edit(scenario: str, old: str, new: str) -> str:
    """A deck of one scenario with one edit."""
    assert scenario.count(old) == 1, old
    return of(scenario.replace(old, new))


def plus(scenario: str, line: str) -> str:
    """A deck of one scenario with one field more."""
    return of(scenario + "    " + line + "\n")


OPTIONS = "[{id: x, text: Seeds}, {id: y, text: Data}]"

CASES: dict[str, str | bytes] = {
    # --- YAML that cannot be read -----------------------------------------------------------
    "S000 colon in text": edit(CHOICE, "Two runs differ.", "note: this differs"),
    "S000 tab indent": HEAD + "\t- id: a\n",
    "S000 open quote": edit(CHOICE, "Why?", '"Why?'),
    "S000 open bracket": edit(CHOICE, "text: Data}]", "text: Data}"),
    "S000 open brace": edit(CHOICE, "text: Data}]", "text: Data]"),
    "S000 starts with at": edit(CHOICE, "Why?", "@why"),
    "S000 starts with percent": edit(CHOICE, "Why?", "%why"),
    "S000 starts with backtick": edit(CHOICE, "Why?", "`why`"),
    "S000 indentation": HEAD + "  - id: a\n   setup: b\n",
    "S000 text after quotes": edit(CHOICE, "Why?", "'Why' now?"),
    "S000 unknown escape": edit(CHOICE, "Why?", '"\\why"'),
    "S000 escape of no character": edit(CHOICE, "Why?", '"\\UFFFFFFFF"'),
    "S000 escape of a surrogate": edit(CHOICE, "Why?", '"\\uD800"'),
    "S000 short escape": edit(CHOICE, "Why?", '"\\x4"'),
    "S000 list on key line": edit(CHOICE, "Why?", "- why"),
    "S000 text after bar": edit(CHOICE, "Why?", "| why"),
    "S000 missing colon": HEAD + "  - id: a\n    setup\n    question: b\n",
    "S000 stray closing bracket": "a: ]\n",
    "S000 stray end of document": 'a: "b\n...\n',
    "S000 anchor without name": "a: & b\n",
    "S000 tag handle": "a: !x!y b\n",
    # --- YAML that a deck may not use --------------------------------------------------------
    "S002 brackets": "a: " + "[" * 200_000,
    "S002 braces": "{a: " * 40,
    "S002 dashes": "- " * 200 + "a\n",
    "S004 duplicate key": plus(CHOICE, "answer: y"),
    "S004 duplicate at the top": of(CHOICE) + "tastegym: 2\n",
    "S005 anchor": edit(CHOICE, "Why?", "&w Why?"),
    "S005 alias": edit(CHOICE, "Two runs differ.", "*w"),
    "S005 alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "S005 merge bomb": HEAD + "  - &a {id: a}\n  - <<: [*a, *a]\n",
    "S006 tag": edit(CHOICE, "Why?", "!!str Why?"),
    "S006 python object": "a: !!python/object/apply:os.system [id]\n",
    "S006 local tag": "a: !run {b: c}\n",
    "S007 list as key": "? [a, b]\n: c\n",
    "S007 mapping as key": "? {a: b}\n: c\n",
    "S005 alias as key": "a: &b c\n*b : d\n",
    "S008 second document": of(CHOICE) + "---\na: b\n",
    "S009 no blank after colon": edit(CHOICE, "{id: x, text: Seeds}", "{id:x, text: Seeds}"),
    "S009 comma in text": edit(CHOICE, "text: Data}", "text: Data, mostly}"),
    "S012 directive": "%YAML 1.2\n---\n" + of(CHOICE),
    "S012 tag directive": "%TAG ! tag:example.org,2000:\n---\n" + of(CHOICE),
    "S011 a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 30,
    "S010 zero bytes": bytes(3000),
    # --- characters ---------------------------------------------------------------------------
    "S010 raw escape": edit(CHOICE, "Why?", "\x1b[2JWhy?"),
    "S010 raw NUL": edit(CHOICE, "Why?", "Why\0?"),
    "S010 raw bell": edit(CHOICE, "Why?", "Why\x07?"),
    "S010 raw DEL": edit(CHOICE, "Why?", "Why\x7f?"),
    "S010 raw C1": edit(CHOICE, "Why?", "\x9b31mWhy?"),
    "S010 raw next line": edit(CHOICE, "Why?", "Why\x85?"),
    "S010 raw line separator": edit(CHOICE, "Why?", "Why\u2028?"),
    "S010 raw bidi override": edit(CHOICE, "Why?", "\u202eyhW?"),
    "S010 raw bidi isolate": edit(CHOICE, "Why?", "\u2067Why?"),
    "S010 raw zero width space": edit(CHOICE, "Why?", "W\u200bhy?"),
    "S010 raw soft hyphen": edit(CHOICE, "Why?", "W\u00adhy?"),
    "S010 raw tag character": edit(CHOICE, "Why?", "W\U000e0041hy?"),
    "S010 raw private use": edit(CHOICE, "Why?", "W\ue000hy?"),
    "S010 raw unassigned": edit(CHOICE, "Why?", "W\u0378hy?"),
    "S010 BOM in the middle": edit(CHOICE, "Why?", "W\ufeffhy?"),
    "S010 lone carriage return": edit(CHOICE, "Why?", "Why\rthen?"),
    "S010 four marks": edit(CHOICE, "Why?", "Wh\u0301\u0301\u0301\u0301y?"),
    "S010 in a comment": of(CHOICE) + "# \x1b]0;title\x07\n",
    "S010 in a key": of(CHOICE) + "a\x08: b\n",
    "S010 escaped escape": edit(CHOICE, "Why?", '"\\x1b[2JWhy?"'),
    "S010 escaped e": edit(CHOICE, "Why?", '"\\e[2J \\a"'),
    "S010 escaped NUL": edit(CHOICE, "Why?", '"Why\\0?"'),
    "S010 escaped C1": edit(CHOICE, "Why?", '"Why\\u009b?"'),
    "S010 escaped bidi": edit(CHOICE, "Why?", '"Why\\u202e?"'),
    "S010 escaped long bidi": edit(CHOICE, "Why?", '"Why\\U0000202E?"'),
    "S010 escaped zero width": edit(CHOICE, "Why?", '"Why\\u200B?"'),
    "S010 escaped separator": edit(CHOICE, "Why?", '"Why\\L\\P\\N?"'),
    "S010 escaped return": edit(CHOICE, "Why?", '"Why\\r?"'),
    "S010 escaped marks": edit(CHOICE, "Why?", '"e\\u0301\\u0301\\u0301\\u0301"'),
    "S010 escaped in a key": of(CHOICE) + '"a\\x07": b\n',
    "S010 on the second line": edit(CHOICE, "Why?", '"Why\n      then\\x1b?"'),
    "S010 infinite number": edit(QUANTILE, "value: 0.18", "value: 1e400"),
    "S010 nan": edit(QUANTILE, "value: 0.18", "value: .nan"),
    "S010 inf": edit(QUANTILE, "max: 2", "max: .inf"),
    "S010 long integer": edit(QUANTILE, "max: 2", "max: 12345678901234567890"),
    "S010 endless integer": edit(QUANTILE, "max: 2", "max: " + "9" * 5000),
    "S011 latin-1": "tastegym: 1\n# caf\xe9\n".encode("latin-1"),
    "S011 broken sequence": b"tastegym: 1\ndeck: \xf0\x28\x8c\x28\n",
    "S011 overlong": b"a: \xc0\xaf\n",
    "S011 UTF-16": of(CHOICE).encode("utf-16"),
    # --- top of the file, deck header ---------------------------------------------------------
    "M106 empty": "",
    "M106 only a comment": "# nothing\n",
    "M106 a list": "- a\n- b\n",
    "M106 a text": "just words\n",
    "M107 later format": of(CHOICE).replace("tastegym: 1", "tastegym: 2"),
    "M107 format as a list": of(CHOICE).replace("tastegym: 1", "tastegym: [1]"),
    "M102 no format": of(CHOICE).replace("tastegym: 1\n", ""),
    "M102 no deck": "tastegym: 1\nscenarios:\n" + CHOICE,
    "M102 header without fields": "tastegym: 1\ndeck: {}\n",
    "M104 deck is a text": "tastegym: 1\ndeck: me/tests\n",
    "M104 scenarios is a text": HEAD.replace("scenarios:", "scenarios: x"),
    "M104 scenario is a text": HEAD + "  - a\n",
    "M104 deck id": of(CHOICE).replace("me/tests", "My Tests"),
    "M103 two parts": of(CHOICE).replace("1.0.0", "1.3"),
    "M103 a word": of(CHOICE).replace("1.0.0", "new"),
    "M101 in the header": of(CHOICE).replace("title: Tests", "titel: Tests"),
    "M101 at the top": of(CHOICE) + "scenarioes: []\n",
    "M104 lang": of(CHOICE).replace("title: Tests", "title: Tests, lang: English!"),
    "M104 skill of another owner": of(CHOICE).replace(
        "title: Tests", "title: Tests, skills: [{id: you.x, title: X, group: rigour}]"
    ),
    "M104 skill group": of(CHOICE).replace(
        "title: Tests", "title: Tests, skills: [{id: me.x, title: X, group: rigor}]"
    ),
    "L302 skill twice": of(CHOICE).replace(
        "title: Tests",
        "title: Tests, skills: [{id: me.x, title: X, group: rigour}, "
        "{id: me.x, title: X, group: rigour}]",
    ),
    "L302 retired and alive": of(CHOICE).replace("title: Tests", "title: Tests, retired: [a]"),
    "M104 author address": of(CHOICE).replace(
        "title: Tests", "title: Tests, authors: [{name: N, url: 'javascript:x'}]"
    ),
    # --- scenarios ----------------------------------------------------------------------------
    "M101 misspelt": edit(CHOICE, "explanation:", "explanaton:"),
    "M101 of another kind": plus(CHOICE, "stages: []"),
    "M101 unlike anything": plus(CHOICE, "zzz: 1"),
    "M101 in an option": edit(CHOICE, "{id: x, text: Seeds}", "{id: x, txt: Seeds}"),
    "M101 merge key": plus(CHOICE, "<<: {a: b}"),
    "M101 contested inside truth": plus(CHOICE, "truth: {kind: HIST, contested: true}"),
    "M101 feedback beside options": plus(STAGED, "feedback: {yes: a, no: b}"),
    "M102 empty scenario": HEAD + "  - {}\n",
    "M102 empty field": edit(CHOICE, "Two runs differ.", ""),
    "M102 stage without evidence": edit(
        STAGED, "{reveal: Counts are unchanged.}", "{likelihood: {x: 1, y: 0}}"
    ),
    "M102 neither levels nor bins": edit(QUANTILE, "    levels: [0.1, 0.5, 0.9]\n", ""),
    "M102 pending without date": edit(CHOICE, "answer: x", "answer: pending"),
    "M102 no generator": edit(
        GENERATED, "    generator: {name: base-rate, version: 1, params: {difficulty: 2}}\n", ""
    ),
    "M104 kind": edit(BINARY, "kind: binary", "kind: binery"),
    "M104 kind is a list": edit(BINARY, "kind: binary", "kind: [binary]"),
    "M104 text is a list": edit(CHOICE, "Two runs differ.", "[a, b]"),
    "M104 text is a mapping": edit(CHOICE, "Two runs differ.", "{a: b}"),
    "M104 blanks": edit(CHOICE, "Two runs differ.", "'  '"),
    "M104 id": edit(CHOICE, "id: a\n", "id: First Run\n"),
    "M104 options is a text": edit(CHOICE, OPTIONS, "x or y"),
    "M104 option is a text": edit(CHOICE, OPTIONS, "[Seeds, Data]"),
    "M104 flag": plus(CHOICE, "ordered: yes"),
    "M104 integer": plus(CHOICE, "rev: 1.5"),
    "M104 difficulty": plus(CHOICE, "difficulty: 9"),
    "M104 number words": edit(QUANTILE, "[0.1, 0.5, 0.9]", "[0.1, half, 90%]"),
    "M104 arabic digits": edit(QUANTILE, "value: 0.18", "value: \u0661"),
    "M104 underscore": edit(QUANTILE, "max: 2", "max: 1_000"),
    "M104 date": plus(CHOICE, "as_of: 2026-13-45"),
    "M104 resolve_by": edit(
        CHOICE, "answer: x", "answer: pending\n    criterion: c\n    resolve_by: soon"
    ),
    "M104 truth kind": plus(CHOICE, "truth: {kind: HISTORY}"),
    "M104 hints is a text": plus(CHOICE, "hints: look twice"),
    "M104 url": plus(CHOICE, "sources: [{title: T, url: 'file:///etc/passwd'}]"),
    "M104 checked": plus(CHOICE, "sources: [{title: T, checked: fulltext}]"),
    "M104 reference": plus(CHOICE, "spoils: ['me/tests#']"),
    "M104 prior with evidence": edit(STAGED, "{ask: prior}", "{ask: prior, reveal: Now.}"),
    "M104 prior in the middle": edit(STAGED, "{reveal: Counts are unchanged.}", "{ask: prior}"),
    "M104 ask": edit(STAGED, "{ask: prior}", "{ask: again}"),
    "M104 levels and bins": plus(QUANTILE, "bins: [0, 1]"),
    "M104 answer of a quantity": edit(QUANTILE, "{value: 0.18, unit: d, min: -1, max: 2}", "0.18"),
    "M104 scale": edit(QUANTILE, "unit: d", "scale: logarithmic"),
    "M104 seeds": edit(GENERATED, "seeds: 1-40", "seeds: 40-1"),
    "M104 params": edit(GENERATED, "{difficulty: 2}", "{difficulty: [2]}"),
    "M104 option called pending": edit(CHOICE, "{id: y, text: Data}", "{id: pending, text: Data}"),
    "M105 one option": edit(CHOICE, OPTIONS, "[{id: x, text: Seeds}]"),
    "M105 thirteen options": edit(
        CHOICE, OPTIONS, "[" + ", ".join(f"{{id: x{i or ''}, text: T{i}}}" for i in range(13)) + "]"
    ).replace("answer: x", "answer: x1"),
    "M105 one stage": edit(STAGED, "{ask: prior}, ", ""),
    "M105 one row": edit(BOARD, ", {id: two, text: It fell, answer: no}", ""),
    "M105 one level": edit(QUANTILE, "[0.1, 0.5, 0.9]", "[0.5]"),
    "M105 many hints": plus(CHOICE, "hints: [" + "a, " * 600 + "]"),
    "M108 fixed order": plus(CHOICE, "shuffle: false"),
    "M110 long text": edit(CHOICE, "Two runs differ.", "long " * 5_000),
    "K201 no such option": edit(CHOICE, "answer: x", "answer: z"),
    "K201 by place": edit(CHOICE, "answer: x", "answer: 1"),
    "K201 near": of(
        CHOICE.replace("id: y,", "id: tokenizer,").replace("answer: x", "answer: tokeniser")
    ),
    "K201 none": edit(CHOICE, "    answer: x\n", ""),
    "K201 empty": edit(CHOICE, "answer: x", "answer:"),
    "K201 binary": edit(BINARY, "answer: yes", "answer: true"),
    "K201 row": edit(BOARD, "answer: no}", "answer: maybe}"),
    "K202 sum": plus(CHOICE, "comparators: [{name: crowd, probs: {x: 0.7, y: 0.2}}]"),
    "K202 percent": plus(CHOICE, "comparators: [{name: crowd, probs: {x: 70, y: 0.3}}]"),
    "K202 negative": plus(CHOICE, "comparators: [{name: crowd, probs: {x: -0.1, y: 1.1}}]"),
    "K202 nothing": plus(CHOICE, "comparators: [{name: crowd, probs: {}}]"),
    "K202 likelihood out of range": edit(
        STAGED, "Counts are unchanged.", "R, likelihood: {x: 1.5, y: 0.2}"
    ),
    "K202 likelihood all zero": edit(
        STAGED, "Counts are unchanged.", "R, likelihood: {x: 0, y: 0}"
    ),
    "K202 likelihood incomplete": edit(STAGED, "Counts are unchanged.", "R, likelihood: {x: 0.5}"),
    "K203 outside": edit(QUANTILE, "value: 0.18", "value: 18"),
    "K203 limits": edit(QUANTILE, "min: -1, max: 2", "min: 2, max: -1"),
    "K203 levels fall": edit(QUANTILE, "[0.1, 0.5, 0.9]", "[0.1, 0.9, 0.5]"),
    "K203 level of one": edit(QUANTILE, "[0.1, 0.5, 0.9]", "[10, 50, 90]"),
    "K203 bins": edit(QUANTILE, "levels: [0.1, 0.5, 0.9]", "bins: [0, 10, 10]"),
    "K203 values of a comparator fall": plus(
        QUANTILE, "comparators: [{name: crowd, values: [0.1, 0.5, 0.4]}]"
    ),
    "M105 values of a comparator": plus(QUANTILE, "comparators: [{name: crowd, values: [0.1]}]"),
    "M101 probabilities for quantiles": plus(
        QUANTILE, "comparators: [{name: crowd, probs: {low: 1}}]"
    ),
    "M101 values for options": plus(CHOICE, "comparators: [{name: crowd, values: [0.1, 0.9]}]"),
    "M102 comparator without figures": plus(QUANTILE, "comparators: [{name: crowd}]"),
    "K203 log": edit(QUANTILE, "unit: d", "scale: log"),
    "K204 options": edit(CHOICE, "text: Seeds}", "text: Seeds, feedback: f}"),
    "K204 binary": plus(BINARY, "feedback: {yes: f}"),
    "K204 rows": edit(BOARD, "answer: yes}", "answer: yes, feedback: f}"),
    "L301 spoils": plus(CHOICE, "spoils: [b]"),
    "L301 spoils itself": plus(CHOICE, "spoils: [a]"),
    "L301 skill": plus(CHOICE, "skills: [anomaly.triag]"),
    "L301 skill unlike any": plus(CHOICE, "skills: [juggling]"),
    "L302 scenario": of(CHOICE, CHOICE),
    "L302 option": edit(CHOICE, "{id: y, text: Data}", "{id: x, text: Data}"),
    "L302 row": edit(BOARD, "{id: two,", "{id: one,"),
    "L302 exhibit": plus(
        CHOICE,
        "exhibits: [{id: t, type: table, columns: [a], rows: [[1]]}, "
        "{id: t, type: table, columns: [a], rows: [[1]]}]",
    ),
    "L302 alias is alive": of(CHOICE + "    aliases: [b]\n", BINARY),
    "L302 alias is itself": plus(CHOICE, "aliases: [a]"),
    "L302 alias twice": of(CHOICE + "    aliases: [old]\n", BINARY + "    aliases: [old]\n"),
    "L304 comparator": plus(CHOICE, "comparators: [{name: crowd, probs: {x: 0.7, z: 0.3}}]"),
    "L304 board": plus(BOARD, "comparators: [{name: crowd, probs: {oen: 0.7}}]"),
    "L304 likelihood": edit(STAGED, "Counts are unchanged.", "R, likelihood: {x: 1, y: 0, z: 1}"),
    "L304 exciting": plus(CHOICE, "exciting: z"),
    "X901 ragged": plus(CHOICE, "exhibits: [{type: table, columns: [a, b], rows: [[1], [1, 2]]}]"),
    "X901 no columns": plus(CHOICE, "exhibits: [{type: table, columns: [], rows: []}]"),
    "X901 series length": plus(CHOICE, "exhibits: [{type: line, x: [0, 1], series: {a: [1]}}]"),
    "X901 nan": plus(CHOICE, "exhibits: [{type: line, x: [0, 1], series: {a: [1, nan]}}]"),
    "X901 infinite": plus(
        CHOICE, "exhibits: [{type: scatter, x: [0, 1e999], series: {a: [1, 2]}}]"
    ),
    "X901 labels": plus(CHOICE, "exhibits: [{type: bars, labels: [a], series: {n: [1, 2]}}]"),
    "X901 no series": plus(CHOICE, "exhibits: [{type: line, x: [0], series: {}}]"),
    "M104 exhibit type": plus(CHOICE, "exhibits: [{type: pie, columns: [a], rows: [[1]]}]"),
    "M104 row of cells": plus(CHOICE, "exhibits: [{type: table, columns: [a], rows: [1]}]"),
    "M102 line without x": plus(CHOICE, "exhibits: [{type: line, series: {a: [1]}}]"),
    # --- several at once ------------------------------------------------------------------------
    "all of them": of(
        CHOICE.replace("answer: x", "answer: z").replace("setup:", "setpu:"),
        BINARY.replace("answer: yes", "answer: ja") + "    difficulty: 7\n    skills: [x.y]\n",
        QUANTILE.replace("value: 0.18", "value: 9"),
    ),
    "a bad one between good ones": of(CHOICE, BINARY.replace("answer: yes", "answer: ja"), BOARD),
}
