"""The report as one self-contained page: no network, no script, light, dark and on paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tastegym.report import svg
from tastegym.report.style import STYLE
from tastegym.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tastegym.report.content import Report, Section, Table
    from tastegym.report.mattered import Kept

MARKUP = "<!doctype html>"


def page(report: Report) -> str:
    """The whole page."""
    body = "\n".join(_body(report))
    return (
        f'{MARKUP}\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _said(text: str) -> str:
    return escape(clean(text))


def _body(report: Report) -> Iterator[str]:
    yield f"<h1>{_said(report.title)}</h1>"
    yield f'<p class="quiet">{_said(report.subtitle)}</p>'
    for section in report.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"<section>\n<h2>{_said(section.title)}</h2>"
    yield from (f"<p>{_said(text)}</p>" for text in section.sentences)
    yield from _pictures(section)
    for table in section.tables:
        yield from _table(table, section.title)
    for one in section.kept:
        yield from _kept(one)
    yield "</section>"


def _kept(one: Kept) -> Iterator[str]:
    """One prediction that mattered; what came true is marked by a sign and by words."""
    yield f'<article class="kept">\n<h3>{_said(one.question)}</h3>'
    yield f'<p class="quiet">{_said(one.about)}</p>\n<ul>'
    for said in one.said:
        mark = ' <strong class="true">✓ came true</strong>' if said.true else ""
        text = f"<span>{_said(said.text)}{mark}</span>"
        yield f'<li><span class="number">{_said(said.number)}</span> {text}</li>'
    yield f"</ul>\n<p>Reason: {_said(one.reason)}</p>"
    yield f"<p>What happened: {_said(one.outcome)}</p>"
    yield from (f"<p>Noted afterwards: {_said(note)}</p>" for note in one.notes)
    yield "</article>"


def _pictures(section: Section) -> Iterator[str]:
    if section.curve:
        drawn = svg.reliability(section.curve, section.curve_caption)
        yield _figure(drawn, section.curve_caption)
    if section.over_time:
        drawn = svg.timeline(section.over_time, section.time_caption)
        yield _figure(drawn, section.time_caption)
    if any(row.beta is not None for row in section.skills):
        drawn = svg.skills(section.skills, section.skills_caption)
        yield _figure(drawn, section.skills_caption)


def _figure(drawn: str, caption: str) -> str:
    return f"<figure>\n{drawn}\n<figcaption>{_said(caption)}</figcaption>\n</figure>"


def _table(table: Table, section: str) -> Iterator[str]:
    inner = "\n".join(_rows(table, section))
    if not table.folded:
        yield inner
        return
    yield f"<details>\n<summary>{_said(table.title)}</summary>\n{inner}\n</details>"


def _rows(table: Table, section: str) -> Iterator[str]:
    # Records have tables of the same title, and names of regions must differ.
    name = _said(f"{section}: {table.title}")
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
    yield f"<table>\n<caption>{_said(table.title)}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_said(head)}</th>' for head in table.columns)
    yield "</tr></thead>\n<tbody>"
    for row in table.rows:
        first, *others = row
        cells = "".join(f"<td>{_said(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_said(first)}</th>{cells}</tr>'
    yield "</tbody>\n</table>\n</div>"
