"""A table of forecasts from anywhere (`tastegym score FILE.csv`): read whole or refused whole.

Columns `p,outcome` for yes/no claims (outcome 1/0, yes/no or true/false), or one column for each
option and `outcome` naming the one that came true; `when`, `group`, `id` and `cluster` if wanted.
Probabilities lie in 0-1 and sum to 1 within .005 for each option, and are then renormalised.
"""

from __future__ import annotations

import csv
import io
import math
from array import array
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from tastegym.calibration.sample import Sample
from tastegym.errors import UserError
from tastegym.insight import figures as make
from tastegym.insight import refusals
from tastegym.insight.refusals import BadRowError, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tastegym.calibration.sample import Floats, Ints
    from tastegym.insight.values import Figures

USER = "score"
"""The fixed salt of the bands: the same file gives the same picture everywhere."""

MAX_BYTES = 512 * 1024 * 1024
_EXTRA = ("outcome", "when", "group", "id", "cluster")
_TRUE, _FALSE = {"1", "1.0", "yes", "true"}, {"0", "0.0", "no", "false"}
_PER_OPTION = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """The N rows of a table, in the order in which they are judged.

    ``probs`` (N, K) sum to 1 in each row (a claim: p, 1 - p), ``outcome`` (N,) is the index of what
    came true, ``when`` (N,) in microseconds since 1970 UTC (0: not given). `group`, `ids` and
    `cluster` are empty without their columns.
    """

    probs: Floats
    outcome: Ints
    binary: bool
    when: Ints
    group: tuple[str, ...]
    ids: tuple[str, ...]
    cluster: tuple[str, ...]


class _Columns:
    """Where each column stands in a row."""

    def __init__(self, header: Sequence[str]) -> None:
        names = [name.strip() for name in header]
        between = refusals.separator(header)
        if between:
            raise UserError(
                f"line 1: the columns stand between {between}: save the table with commas between "
                "its columns and points in its numbers."
            )
        doubled = sorted({name for name in names if name and names.count(name) > 1})
        if doubled:
            raise UserError(f"line 1: the column {doubled[0]!r} stands there twice.")
        other = next((name for name in names if name.casefold() == "outcome"), "")
        if other and "outcome" not in names:
            raise UserError(f"line 1: write the column {other!r} in small letters: `outcome`.")
        if "outcome" not in names:
            raise UserError(
                "line 1: there is no column `outcome`; the first line names the columns, such as "
                "`p,outcome`."
            )
        self.at = {name: i for i, name in enumerate(names) if name}
        self.width = len(names)
        self.options = tuple(name for name in names if name and name not in _EXTRA)
        self.binary = self.options == ("p",)
        if not self.binary and ("p" in self.options or len(self.options) < 2):
            raise UserError(
                "line 1: give one column `p`, or one column for each of two or more options; only "
                "outcome, when, group, id and cluster may stand beside them."
            )

    def cell(self, row: Sequence[str], name: str) -> str:
        """A cell without blanks round it; "" where the column is absent."""
        place = self.at.get(name)
        return row[place].strip() if place is not None else ""


class Rows:
    """The good rows so far, packed: a million of them have to fit."""

    def __init__(self, columns: _Columns) -> None:
        self.columns = columns
        self.probs, self.outcome, self.when = array("d"), array("q"), array("q")
        self.texts: dict[str, list[str]] = {
            name: [] for name in ("group", "id", "cluster") if name in columns.at
        }
        self._known: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.outcome)

    def add(self, cells: Sequence[str]) -> None:
        """Keep a row whole; BadRowError says what is wrong with it."""
        columns = self.columns
        if len(cells) != columns.width:
            number = refusals.spilled(cells, columns.width)
            raise BadRowError(
                f"has {len(cells)} columns instead of {columns.width}",
                f"a comma stands between columns, so write {number} with a point" if number else "",
                kind="columns",
            )
        probs = _probs(columns, cells)
        outcome = _outcome(columns, columns.cell(cells, "outcome"))
        when = _when(columns.cell(cells, "when"))
        self.probs.extend(probs)
        self.outcome.append(outcome)
        self.when.append(when)
        for name, kept in self.texts.items():
            text = columns.cell(cells, name)
            kept.append(self._known.setdefault(text, text))

    def joined(self) -> Outside:
        """All rows, in the order of their dates where all have one, else as they stand."""
        when = np.array(self.when, dtype=np.int64)
        order = np.argsort(when, kind="stable") if bool(when.all()) else np.arange(len(when))
        places = order.tolist()
        texts = {name: tuple(kept[i] for i in places) for name, kept in self.texts.items()}
        return Outside(
            probs=np.array(self.probs).reshape(len(when), -1)[order],
            outcome=np.array(self.outcome, dtype=np.int64)[order],
            binary=self.columns.binary,
            when=when[order],
            group=tuple(text or "none" for text in texts.get("group", ())),
            ids=texts.get("id", ()),
            cluster=tuple(text or f"row {i}" for i, text in enumerate(texts.get("cluster", ()))),
        )


def read(path: Path) -> Outside:
    """The table of a file; UserError that lists every bad row with its line number."""
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text of a file; UserError if it is missing, too large or not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path} is larger than {MAX_BYTES >> 20} MB: split it.")
        return decoded(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise UserError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise UserError(f"{path} is a folder: give a CSV file.") from None
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).") from None


def decoded(data: bytes, name: str) -> str:
    """UTF-8 text, with or without a mark at its start; UserError for anything else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{name} is not UTF-8 text (line {line}): save it as UTF-8 (spreadsheets call it CSV "
            "UTF-8)."
        ) from None


def parse(text: str, name: str) -> Outside:
    """The table of a text; `name` stands in the sentences of a UserError."""
    rows, bad = _read(text, name)
    if bad:
        raise UserError(refusals.listed(name, bad))
    if not rows:
        raise UserError(f"{name}: there is no forecast in it.")
    return rows.joined()


def read_rows(text: str, name: str) -> tuple[Rows | None, list[str]]:
    """The good rows of a table (None without a header), and a sentence on every bad one."""
    rows, bad = _read(text, name)
    return rows, [str(one) for one in bad]


def _read(text: str, name: str) -> tuple[Rows | None, list[Refusal]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: Rows | None = None
    bad: list[Refusal] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if rows is None:
                rows = Rows(_Columns(cells))
                continue
            try:
                rows.add(cells)
            except BadRowError as error:
                bad.append(Refusal(reader.line_num, str(error), error.kind))
    except csv.Error as error:
        bad.append(Refusal(reader.line_num, str(error), "csv"))
    except UserError as error:
        raise UserError(f"{name}: {error}") from None
    return rows, bad


def _probs(columns: _Columns, cells: Sequence[str]) -> tuple[float, ...]:
    given = [_probability(option, columns.cell(cells, option)) for option in columns.options]
    if columns.binary:
        return (given[0], 1.0 - given[0])
    total = math.fsum(given)
    if abs(total - 1.0) > _PER_OPTION * len(given) + 1e-9:
        raise BadRowError(f"the probabilities sum to {total:.6g}, not to 1")
    return tuple(p / total for p in given)


def _probability(name: str, text: str) -> float:
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not text:
        raise BadRowError(f"{name} is empty", kind=f"empty {name}")
    if not math.isfinite(value):
        better = refusals.mended_number(text)
        mend = f"write {better}" if better else ""
        kind = f"number {name}" if better else ""
        raise BadRowError(f"{name} is {text!r}, not a number", mend, kind)
    if not 0.0 <= value <= 1.0:
        percent = 1.0 < value <= 100.0
        mend = f"write {value / 100:g} for {text} %" if percent else ""
        raise BadRowError(
            f"{name} is {text}, outside 0 to 1", mend, f"percent {name}" if percent else ""
        )
    return value


def _outcome(columns: _Columns, text: str) -> int:
    if not text:
        mend = "write what came true, or leave the row out until it is known"
        raise BadRowError("outcome is empty", mend)
    if columns.binary:
        if text.casefold() in _TRUE:
            return 0
        if text.casefold() in _FALSE:
            return 1
        raise BadRowError(f"outcome is {text!r}, not 1 or 0 (yes or no, true or false)")
    if text not in columns.options:
        raise BadRowError(f"outcome is {text!r}, none of {', '.join(columns.options)}")
    return columns.options.index(text)


def _when(text: str) -> int:
    """An ISO date or instant as microseconds since 1970 UTC; 0 for an empty cell."""
    if not text:
        return 0
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(moment.timestamp() * 1_000_000)
    except ValueError:
        said = f"when is {text!r}, not a date like 2026-05-01"
        raise BadRowError(said) from None


def scored(table: Outside, progress: Callable[[str], None] | None = None) -> Figures:
    """The same figures as of a record; all rows count and nothing is hidden."""
    size = len(table.outcome)
    cluster = np.unique(table.cluster, return_inverse=True)[1] if table.cluster else None
    # Nobody knows in which order the outcomes of a cluster came: for the evidence it is one step.
    sample = Sample.build(table.probs, table.outcome, statement=table.binary, unit=cluster)
    kind = "binary" if table.binary else "choice"
    ready = make.Table(
        sample=sample,
        at=table.when,
        ids=table.ids or ("",) * size,
        kinds=make.Labels((kind,), np.zeros(size, dtype=np.int64)),
        sources=make.Labels.of_rows(table.group) if table.group else None,
    )
    return make.everything_counts(make.figures(ready, make.Wanted(USER), progress))
