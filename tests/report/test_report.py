"""The report: the figures of the history on one page that needs nothing else."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from lives import Life, practise

from tastegym.cli.main import run
from tastegym.insight import words
from tastegym.insight.filters import Filter
from tastegym.insight.look import look
from tastegym.report import html, markdown
from tastegym.report.content import Report, Section, Table, report

VOID = {"meta", "br", "img", "input", "hr", "link"}


@pytest.fixture(scope="module")
def home(demo_home: Path) -> Path:
    return demo_home


@pytest.fixture(scope="module")
def page(home: Path, tmp_path_factory) -> str:
    out = tmp_path_factory.mktemp("out") / "report.html"
    assert run(["--data-dir", str(home), "report", str(out)]) == 0
    return out.read_text("utf-8")


class Reader(HTMLParser):
    """Checks that tags are balanced and collects what matters."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_is_whole_and_needs_nothing_else(page: str) -> None:
    tags = read(page).met
    names = {tag for tag, _ in tags}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    for _, attrs in tags:
        assert not [name for name in attrs if name.startswith("on") or name in {"src", "href"}]
    assert "http" not in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_every_picture_has_a_text_and_every_table_heads(page: str) -> None:
    tags = read(page).met
    pictures = [attrs for tag, attrs in tags if tag == "svg"]
    assert len(pictures) >= 4, "two records with a curve and a line each"
    assert all(a.get("role") == "img" and len(a.get("aria-label") or "") > 40 for a in pictures)
    tables = page.count("<table>")
    assert tables == page.count("<caption>") >= 6
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in tags if tag == "th")
    assert dict(tags)["html"]["lang"] == "en"
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_pictures_are_well_formed_and_stay_inside(page: str) -> None:
    for drawn in re.findall(r"<svg.*?</svg>", page, re.S):
        root = ET.fromstring(drawn)
        wide, high = (float(n) for n in root.attrib["viewBox"].split()[2:])
        for one in root.iter():
            for name, limit in (("cx", wide), ("cy", high), ("x", wide), ("y", high)):
                assert 0 <= float(one.attrib.get(name, 0)) <= limit
            numbers = re.findall(r"[ML]?(-?[\d.]+),(-?[\d.]+)", one.attrib.get("d", "")[:20000])
            if one.tag == "path" and "l" not in one.attrib["d"]:
                assert all(0 <= float(x) <= wide and 0 <= float(y) <= high for x, y in numbers)


def test_the_numbers_are_those_of_the_history(home: Path, page: str, capsys) -> None:
    assert run(["--data-dir", str(home), "history", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert f"Brier {figures['brier']:.3f} over {figures['fresh']} answers" in page
    assert f"Skill {figures['skill']['value']:.2f}" in page
    assert run(["--data-dir", str(home), "history", "--plain"]) == 0
    plain = " ".join(capsys.readouterr().out.split())
    text = " ".join(re.sub(r"<[^>]+>", " ", page.partition("</h2>")[2]).split())
    for sentence in re.findall(r"(?:Of the|When you say|Not counted:)[^.]*\.", plain)[:3]:
        assert sentence.replace("'", "&#x27;") in text
    for reason, n in figures["excluded"].items():
        assert f'<th scope="row">{words.reason(reason, n)}</th><td>{n}</td>' in page
    for point in figures["curve"]:
        row = f'<th scope="row">{100 * point["forecast"]:.0f} %</th><td>{point["n"]}</td>'
        assert row in page


def test_every_share_is_told_also_where_nothing_was_met() -> None:
    life = practise(Life(), 20)
    shown = life.show(life.item("left"))
    life.said("skip", exposure_id=shown.id)
    insight = look(life.history(), Filter(), "2027-01-01")
    text = markdown.page(report({"deck": insight}, "2027-01-01", skipped={"deck": 1}))
    for name in ("known beforehand", "locked after more than a day", "void", "ambiguous outcomes"):
        assert f"| {name} | 0 | 0 % |" in text
    assert "| skipped | 1 | 5 % |" in text
    assert "| counted | 20 | 95 % |" in text
    assert "| of these overdue | 0 | 0 % |" in text


def test_markdown_says_the_same(home: Path, page: str, capsys) -> None:
    assert run(["--data-dir", str(home), "report", "-", "--markdown"]) == 0
    text = capsys.readouterr().out
    for number in re.findall(r"<p>(Brier [\d.]+ over \d+ answers)", page):
        assert number in text
    assert text.startswith("# ")
    assert "| counted |" in text


def test_an_empty_record_says_how_to_begin(tmp_path: Path, capsys) -> None:
    assert run(["--data-dir", str(tmp_path), "report", "-"]) == 0
    said = capsys.readouterr().out
    assert "No forecast has been locked yet" in said
    read(said)


def test_hostile_text_stays_text() -> None:
    trap = "</p><script>alert(1)</script> \x1b[31m | [a](b) `c`"
    made = Report(
        trap, trap, (Section(trap, (trap,), tables=(Table(trap, (trap, "b"), ((trap, trap),)),)),)
    )
    tags = read(html.page(made)).met
    assert "script" not in {tag for tag, _ in tags}
    assert "\x1b" not in html.page(made)
    text = markdown.page(made)
    assert "<script" not in text.replace("\\<script", "")
    assert "\\[a\\](b)" in text
    assert "\x1b" not in text


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, capsys) -> None:
    out = tmp_path / "no" / "such" / "report.html"
    assert run(["--data-dir", str(tmp_path), "report", str(out)]) == 1
    assert "cannot be written" in capsys.readouterr().err
