"""Two scenarios that the tests of sealing and of statistics share."""

from __future__ import annotations

ROWS = """\
  - id: rows
    kind: board
    setup: Four models, one change.
    question: What was seen?
    rows:
      - {id: r, text: The loss fell, answer: no}
      - {id: s, text: Fewer runs diverged, answer: yes}
    explanation: As it was.
"""


def cause(name: str) -> str:
    """A choice among three, a being the key, under this id."""
    return """\
  - id: NAME
    setup: The loss of one run jumps.
    question: Why was that?
    options:
      - {id: a, text: The logger changed}
      - {id: b, text: The data changed}
      - {id: c, text: The disk was full}
    answer: a
    explanation: It was the logger.
""".replace("NAME", name)
