"""The worst files, each in a process of its own with little memory and little time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tastegym.deck.load import load_text
from tastegym.deck.nodes import Limits

MEGABYTE = 1024 * 1024
# Address space over what the interpreter has after its imports; each file is made in the process.
PROGRAM = """
import resource, sys
from tastegym.deck.load import load_text
data = eval(sys.argv[1])
with open("/proc/self/statm") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
limit = now + 300 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2]) + 1))
found = load_text("x.yaml", data).diagnostics
print(*(f"{one.place.line}:{one.place.col} {one.code}" for one in found[:1]))
"""

WORST = {
    "200,000 brackets": ("b'a: ' + b'[' * 200_000", "1:35 S002"),
    "200,000 braces": ("b'{a: ' * 200_000", "1:129 S002"),
    "200,000 dashes": ("b'- ' * 200_000", "1:65 S002"),
    "200,000 question marks": ("b'? ' * 200_000", "1:3 S007"),
    "alias bomb": (
        "b''.join(b'a%d: &a [%s]\\n' % (i, b', '.join([b'*a'] * 9)) for i in range(9))",
        "1:1 M101",
    ),
    "merge bomb": (
        "b'a0: &a {k: v}\\n' + b''.join(b'b%d: &a {<<: [*a, *a]}\\n' % i for i in range(25))",
        "1:1 M101",
    ),
    "33 MB": ("b'a: ' + b'x' * 33 * 1024 * 1024", "1:1 S001"),
    "31 MB of NUL": ("bytes(31 * 1024 * 1024)", "1:1 S010"),
    "a text of 16 MB": ("b'tastegym: 1\\ndeck: ' + b'x' * 16 * 1024 * 1024", "2:7 M104"),
    "a number of 16 MB": (
        "b'tastegym: 1\\nscenarios: [{rev: ' + b'9' * 16 * 1024 * 1024 + b'}]'",
        "1:1 M102",
    ),
    "100,000 unknown fields": (
        "b'tastegym: 1\\n' + b''.join(b'field%d: 1\\n' % i for i in range(100_000))",
        "2:1 M101",
    ),
    "100,000 equal keys": ("b'a: 1\\n' * 100_000", "2:1 S004"),
    "100,000 empty scenarios": (
        "b'tastegym: 1\\nscenarios:\\n' + b'- {}\\n' * 100_000",
        "1:1 M102",
    ),
    "100,000 options": (
        "b'tastegym: 1\\nscenarios: [{id: a, options: [' + b'{id: a},' * 100_000 + b']}]'",
        "1:1 M102",
    ),
    "14 million values": ("b'a: [' + b'a,' * 14_000_000 + b'a]'", "1:1439995 S003"),
    "wide characters": (
        "b'a: [' + b'a,' * 14_000_000 + chr(0x1F600).encode() + b']'", "1:1439995 S003",
    ),
    "mappings": ("b'a: [' + b'{},' * 1_000_000 + b'a]'", "1:1079999 S003"),
    "invalid UTF-8": ("b'a: ' + b'\\xff' * 8 * 1024 * 1024", "1:1 M101"),
    "marks": ("b'a: ' + b'e\\xcc\\x81\\xcc\\x81\\xcc\\x81\\xcc\\x81' * 1_000_000", "1:8 S010"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_refused_with_little(name: str) -> None:
    code, first = WORST[name]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, code, "5"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == first


def test_the_limit_of_values() -> None:
    assert Limits().nodes == 720_000
    data = b"a: [" + b"x, " * 1_000 + b"x]\n"
    found = load_text("x.yaml", data, Limits(nodes=500)).diagnostics
    assert [(one.code, one.place.col, one.message) for one in found] == [
        ("S003", 1490, "The file holds more than 500 values (a list or mapping counts as two)."),
    ]


def test_the_limit_of_depth_is_exact() -> None:
    fits, deeper = b"a: " + b"[" * 31 + b"]" * 31, b"a: " + b"[" * 32 + b"]" * 32
    assert "S002" not in {one.code for one in load_text("x.yaml", fits).diagnostics}
    assert "S002" in {one.code for one in load_text("x.yaml", deeper).diagnostics}


def test_the_limit_of_size_is_exact() -> None:
    data = b"tastegym: 1\n"
    assert "S001" not in {
        one.code for one in load_text("x.yaml", data, Limits(size=len(data))).diagnostics
    }
    [one] = load_text("x.yaml", data, Limits(size=len(data) - 1)).diagnostics
    assert one.code == "S001"


def test_thousands_of_findings_are_counted() -> None:
    data = b"tastegym: 1\nscenarios:\n" + b"- {}\n" * 3_000
    loaded = load_text("x.yaml", data)
    assert len(loaded.diagnostics) == 1_000
    assert loaded.left_out > 0
    assert loaded.listed < 3_000, "reading goes on although the file is given up"
    assert loaded.errors == len(loaded.diagnostics) + loaded.left_out
