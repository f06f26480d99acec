"""Damage decks at random and read them: no traceback, no hang, nothing loose on any output.

Usage: scripts/fuzz decks [CASES] [FIRST_SEED]     5,000 cases by default; 1,000,000 for a long run
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tastegym.deck.audit import audit  # noqa: E402
from tastegym.deck.lint.fix import apply, possible  # noqa: E402
from tastegym.deck.lint.run import lint_text  # noqa: E402
from tastegym.deck.report import as_json, concise, full, github  # noqa: E402
from tests.deck.mutate import mutate  # noqa: E402
from tests.deck.test_mutations import SEEDS, check  # noqa: E402

SLOW = 1.0


def seeds() -> list[bytes]:
    """The small decks of the tests and every file of the shipped decks with a header before it."""
    head = b"tastegym: 1\ndeck: {id: me/tests, version: 1.0.0, title: Tests}\n"
    real = [
        head + path.read_bytes().replace(b"tastegym: 1\n", b"", 1)
        for path in sorted((ROOT / "decks").glob("*/scenarios/*.yaml"))
    ]
    return [*SEEDS, *real]


def one(data: bytes, codes: Counter[str]) -> float:
    """Read, lint, audit and print one damaged deck; the processor's seconds."""
    start = time.process_time()
    loaded = lint_text("deck.yaml", data)
    check(loaded)
    if fixes := possible(loaded):
        check(lint_text("deck.yaml", apply(data, fixes)[0]))
    for finding in loaded.diagnostics:
        codes[finding.code] += 1
        for text in (concise(finding), github(finding), *full(finding)):
            assert text.isprintable(), text
    as_json(loaded.diagnostics)
    if loaded.deck is not None:
        audit(loaded.deck)
    return time.process_time() - start


def main() -> int:
    """Run the cases; exit code 1 and the seed of each failure when something breaks."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    pool = seeds()
    codes: Counter[str] = Counter()
    failures: list[int] = []
    slowest = (0.0, 0)
    started = time.perf_counter()
    done = 0
    try:
        for seed in range(first, first + cases):
            data = mutate(pool[seed % len(pool)], seed)
            try:
                slowest = max(slowest, (one(data, codes), seed))
            except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
                failures.append(seed)
                print(f"seed {seed}: {type(error).__name__}: {error}", file=sys.stderr)
            done += 1
    except KeyboardInterrupt:
        print(f"stopped; go on with: scripts/fuzz decks {cases - done} {first + done}")
    spent = time.perf_counter() - started
    print(f"{done:,} damaged decks in {spent:.0f} s, {len(failures)} failures")
    print(f"slowest {slowest[0] * 1000:.0f} ms of the processor (seed {slowest[1]})")
    print("codes:", ", ".join(f"{code} {count:,}" for code, count in sorted(codes.items())))
    return 1 if failures or slowest[0] > SLOW else 0


if __name__ == "__main__":
    sys.exit(main())
