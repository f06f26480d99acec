"""What a scenario is: frozen values, free of files, positions and the ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from tastegym.frozen import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """How a scenario is asked and scored."""

    CHOICE = "choice"
    BINARY = "binary"
    STAGED = "staged"
    BOARD = "board"
    QUANTILE = "quantile"
    GENERATED = "generated"


YES, NO = "yes", "no"


@frozen
class Option:
    """One possible outcome; `feedback` says why it tempts and why it holds or fails."""

    id: str
    text: str
    feedback: str = ""


@frozen
class Source:
    """Where the truth of a scenario stands; `checked` says what of it was opened."""

    title: str
    url: str = ""
    identifier: str = ""
    locator: str = ""
    checked: str = ""


@frozen
class TableExhibit:
    """Rows of cells under column heads; every cell is text, as its author wrote it."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@frozen
class PlotExhibit:
    """One or more series over shared x values, or named bars.

    `type` is line, scatter or bars. For bars `labels` name the bars and `x` holds 0, 1, 2 ...
    """

    id: str
    type: str
    x: tuple[float, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    caption: str = ""
    x_label: str = ""
    y_label: str = ""
    labels: tuple[str, ...] = ()


Exhibit: TypeAlias = TableExhibit | PlotExhibit


@frozen
class Stage:
    """One step of a staged scenario: evidence (none at a prior), then the same question again.

    `likelihood` gives, per option id, how probable the evidence is if that option is true.
    """

    reveal: str = ""
    exhibits: tuple[Exhibit, ...] = ()
    likelihood: Mapping[str, float] = field(default_factory=dict)


@frozen
class Row:
    """One claim of a board: a binary question of its own, answered under one lock."""

    id: str
    text: str
    answer: str
    feedback: str = ""
    exciting: str = ""


@frozen
class Comparator:
    """Somebody or something else that answered: market, crowd, base rate, ideal observer.

    `probs` maps option ids (binary: yes/no; board: row id to p(yes)) to probabilities. For
    quantiles it maps the levels, written as "0.1", "0.5", "0.9", to values in the item's unit; in
    a file these are `values`, in the order of the levels.
    """

    name: str
    probs: Mapping[str, float]
    source: str = ""


@frozen
class QuantileAnswer:
    """The value that came true, and the scale on which distance from it is scored.

    `value` is None while the question is pending, and only then. `scale` is linear or log.
    """

    value: float | None
    unit: str = ""
    scale: str = "linear"
    min: float | None = None
    max: float | None = None


@frozen
class GeneratorRef:
    """A named generator of the package with its parameters; never code."""

    name: str
    version: int
    params: Mapping[str, str] = field(default_factory=dict)


@frozen
class Resolution:
    """How a lab question was answered; `outcome` is void or ambiguous where it has no answer."""

    on: str
    by: str = ""
    evidence: str = ""
    outcome: str = ""


@frozen
class Scenario:
    """One research decision: what is shown, what is asked, what was true and why.

    `answer` is an option id (yes/no for binary) or "" (boards, quantiles, pending, generated).
    Options stand in the author's order; the session shuffles them when it shows them.
    `uid` is ``deck#id``; the uid of a board's row is ``deck#id/row``.
    """

    uid: str
    deck: str
    deck_version: str
    id: str
    kind: Kind
    setup: str
    question: str
    explanation: str
    options: tuple[Option, ...] = ()
    answer: str = ""
    rev: int = 1
    aliases: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    truth_kind: str = ""
    contested: bool = False
    as_of: str = ""
    exhibits: tuple[Exhibit, ...] = ()
    ordered: bool = False
    shuffle: bool = True
    hints: tuple[str, ...] = ()
    rule: str = ""
    cue: str = ""
    ask_yourself: str = ""
    comparators: tuple[Comparator, ...] = ()
    spoils: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    stages: tuple[Stage, ...] = ()
    rows: tuple[Row, ...] = ()
    ask_first: bool = False
    difficulty: int | None = None
    exciting: str = ""
    cluster: str = ""
    levels: tuple[float, ...] = ()
    quantile: QuantileAnswer | None = None
    bins: tuple[float, ...] = ()
    bins_unit: str = ""
    generator: GeneratorRef | None = None
    seeds: str = ""
    pending: bool = False
    criterion: str = ""
    resolve_by: str = ""
    resolved: Resolution | None = None
    shown_hash: str = ""
    key_hash: str = ""


@frozen
class Deck:
    """A set of scenarios under one id, and how they were chosen."""

    id: str
    version: str
    title: str
    scenarios: tuple[Scenario, ...]
    description: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    sampling: str = ""
    lang: str = "en"
    skills: tuple[tuple[str, str, str], ...] = ()
    retired: tuple[str, ...] = ()
    private: bool = False
