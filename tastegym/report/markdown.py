"""The report as Markdown: the same sentences and tables, without pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.report.content import Report, Table
    from tastegym.report.mattered import Kept


def page(report: Report) -> str:
    """The whole page."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {_said(report.title)}", "", _said(report.subtitle), "")
    for section in report.sections:
        yield from (f"## {_said(section.title)}", "")
        for text in section.sentences:
            yield from (_said(text), "")
        for table in section.tables:
            yield from _table(table)
        for one in section.kept:
            yield from _kept(one)


def _kept(one: Kept) -> Iterator[str]:
    yield from (f"### {_said(one.question)}", "", _said(one.about), "")
    for said in one.said:
        mark = " (came true)" if said.true else ""
        yield f"- {said.number} {_said(said.text)}{mark}"
    yield from ("", f"Reason: {_said(one.reason)}", "", f"What happened: {_said(one.outcome)}", "")
    for note in one.notes:
        yield from (f"Noted afterwards: {_said(note)}", "")


def _said(text: str) -> str:
    """One line of text in which no mark of Markdown can start anything."""
    flat = " ".join(clean(text).split())
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in flat)


def _table(table: Table) -> Iterator[str]:
    yield from (f"**{_said(table.title)}**", "")
    yield "| " + " | ".join(_said(name) for name in table.columns) + " |"
    yield "|" + "---|" * len(table.columns)
    for row in table.rows:
        yield "| " + " | ".join(_said(cell) for cell in row) + " |"
    yield ""
