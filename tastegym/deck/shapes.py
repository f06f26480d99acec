"""The fields of format 1, as tables: the reader and the JSON schema both follow them."""

from __future__ import annotations

from dataclasses import dataclass, field

CHOICE, BINARY, STAGED = "choice", "binary", "staged"
BOARD, QUANTILE, GENERATED = "board", "quantile", "generated"
KINDS = (CHOICE, BINARY, STAGED, BOARD, QUANTILE, GENERATED)
ALL = frozenset(KINDS)
WITH_OPTIONS = frozenset({CHOICE, STAGED})
WITH_ANSWER = frozenset({CHOICE, BINARY, STAGED, QUANTILE})
ASKED = ALL - {GENERATED}
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, the type of its value, the kinds that need it and that may have it.

    Types: text, slug, slugs, texts, flag, integer, number, numbers, date, one of a set ("a|b"), a
    shape ("{source}"), a list of shapes ("[source]"), or a name that the reader treats by itself.
    """

    name: str
    type: str
    what: str
    required: frozenset[str] = NONE
    kinds: frozenset[str] = ALL


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping of known fields; `noun` names it in messages."""

    noun: str
    fields: tuple[Field, ...]
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)
    _needed: dict[str | None, tuple[Field, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _known: dict[str | None, frozenset[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {entry.name: entry for entry in self.fields})

    def get(self, name: str) -> Field | None:
        """The field of that name."""
        return self.by_name.get(name)

    def needed(self, kind: str | None) -> tuple[Field, ...]:
        """The fields that a scenario of this kind (or a mapping without kinds) must have."""
        found = self._needed.get(kind)
        if found is None:
            found = tuple(
                entry
                for entry in self.fields
                if (kind in entry.required if kind else entry.required)
            )
            self._needed[kind] = found
        return found

    def known(self, kind: str | None) -> frozenset[str]:
        """The names that a scenario of this kind (or a mapping without kinds) may have."""
        found = self._known.get(kind)
        if found is None:
            found = frozenset(e.name for e in self.fields if kind is None or kind in e.kinds)
            self._known[kind] = found
        return found


FILE = Shape(
    "file",
    (
        Field("tastegym", "format", "The major version of the format: 1.", ALL),
        Field("deck", "{deck}", "What the deck is called and how its items were chosen."),
        Field("scenarios", "[scenario]", "The scenarios of this file."),
    ),
)

DECK = Shape(
    "deck header",
    (
        Field("id", "deck_id", "owner/name, never reused.", ALL),
        Field("version", "version", "Three numbers, such as 1.0.0.", ALL),
        Field("title", "text", "The name that players see.", ALL),
        Field("description", "text", "One or two sentences for the deck list."),
        Field("licence", "text", "An SPDX expression; needed to pack."),
        Field("authors", "[author]", "Who wrote it."),
        Field("sampling", "text", "How the items were chosen; shown to the player."),
        Field("lang", "lang", "Language of the texts, en by default."),
        Field("skills", "[deck_skill]", "Further skills under the owner's name."),
        Field("retired", "slugs", "Ids that were released once and are gone."),
        Field("private", "flag", "true: no licence or source needed, never packed."),
    ),
)

AUTHOR = Shape("author", (Field("name", "text", "The name.", ALL), Field("url", "url", "A page.")))

DECK_SKILL = Shape(
    "skill of the deck",
    (
        Field("id", "skill", "owner.name, with dots.", ALL),
        Field("title", "text", "What it is called.", ALL),
        Field("group", "group", "One of the eight groups.", ALL),
    ),
)

SCENARIO = Shape(
    "scenario",
    (
        Field("id", "slug", "Unique in the deck, for ever.", ALL),
        Field("kind", "|".join(KINDS), "How it is asked; choice by default."),
        Field("rev", "integer", "Raised when what the player sees, or the key, changes."),
        Field("aliases", "references", "Old ids; the history of answers follows them."),
        Field("skills", "skills", "The judgements that it trains."),
        Field("lessons", "slugs", "What a miss teaches."),
        Field("truth", "{truth}", "What kind of truth stands behind the answer."),
        Field("contested", "flag", "true keeps it out of every score."),
        Field("as_of", "date", "When the truth was last looked at."),
        Field("cluster", "slug", "Scenarios that stand and fall together."),
        Field("difficulty", "integer", "1 (plain) to 5."),
        Field("setup", "text", "What is known before the question.", ASKED, ASKED),
        Field("exhibits", "[exhibit]", "Tables and plots.", NONE, ASKED),
        Field("question", "text", "What is asked.", ASKED, ASKED),
        Field("options", "[option]", "Two to twelve outcomes.", frozenset({CHOICE}), WITH_OPTIONS),
        Field("ordered", "flag", "true: the options lie on a scale.", NONE, WITH_OPTIONS),
        Field("shuffle", "flag", "false keeps the order of the file.", NONE, WITH_OPTIONS),
        Field("ask_first", "flag", "Ask for a line before the options.", NONE, WITH_OPTIONS),
        Field("rows", "[row]", "Two to six claims.", frozenset({BOARD}), frozenset({BOARD})),
        Field("levels", "numbers", "Quantile levels.", NONE, frozenset({QUANTILE})),
        Field("bins", "numbers", "Edges of ordered bins.", NONE, frozenset({QUANTILE})),
        Field("answer", "answer", "What was true.", WITH_ANSWER, WITH_ANSWER),
        Field("feedback", "{feedback}", "Why yes and no tempt.", NONE,
              frozenset({BINARY, STAGED})),
        Field("exciting", "option_id", "The exciting outcome.", NONE,
              frozenset({CHOICE, BINARY, STAGED})),
        Field("stages", "[stage]", "Evidence, step by step.", frozenset({STAGED}),
              frozenset({STAGED})),
        Field("criterion", "text", "What will count as which answer.", NONE, WITH_ANSWER),
        Field("resolve_by", "date", "When the answer is due.", NONE, WITH_ANSWER),
        Field("resolved", "{resolved}", "How a lab question was answered.", NONE, WITH_ANSWER),
        Field("hints", "texts", "A used hint keeps the answer out of the score.", NONE, ASKED),
        Field("explanation", "text", "Why it was so; a pending question has none yet."),
        Field("rule", "text", "The general rule behind it."),
        Field("cue", "text", "The one sentence that should have moved you."),
        Field("ask_yourself", "text", "A question for one's own work."),
        Field("comparators", "[comparator]", "Who else answered.", NONE,
              WITH_ANSWER | {BOARD}),
        Field("spoils", "references", "Scenarios that this answer gives away."),
        Field("sources", "[source]", "Where the truth stands."),
        Field("generator", "{generator}", "A named generator.", frozenset({GENERATED}),
              frozenset({GENERATED})),
        Field("seeds", "seeds", "First and last seed, as 1-40.", NONE, frozenset({GENERATED})),
    ),
)  # fmt: skip

OPTION = Shape(
    "option",
    (
        Field("id", "slug", "Names the option in answer, probs and likelihood.", ALL),
        Field("text", "text", "What the player reads.", ALL),
        Field("feedback", "text", "Why it tempts and why it holds or fails."),
    ),
)

ROW = Shape(
    "row",
    (
        Field("id", "slug", "Names the row.", ALL),
        Field("text", "text", "The claim.", ALL),
        Field("answer", "yes|no", "Whether it was true.", ALL),
        Field("feedback", "text", "Why."),
        Field("exciting", "yes|no", "The exciting outcome."),
    ),
)

FEEDBACK = Shape("feedback", (Field("yes", "text", "On yes."), Field("no", "text", "On no.")))
TRUTH_KINDS = ("HIST", "REPL", "CALC", "DOC", "CONS", "OWN")
TRUTH = Shape(
    "truth mapping", (Field("kind", "|".join(TRUTH_KINDS), "What backs the answer.", ALL),)
)

TABLE = Shape(
    "table",
    (
        Field("id", "slug", "A name."),
        Field("type", "table|line|scatter|bars", "What it is.", ALL),
        Field("caption", "text", "A title."),
        Field("columns", "cells", "Heads of the columns.", ALL),
        Field("rows", "rows", "Rows of cells.", ALL),
    ),
)

PLOT = Shape(
    "plot",
    (
        Field("id", "slug", "A name."),
        Field("type", "table|line|scatter|bars", "What it is.", ALL),
        Field("caption", "text", "A title."),
        Field("x", "numbers", "Where the points lie; bars need none."),
        Field("series", "{series}", "Name to values.", ALL),
        Field("labels", "cells", "Names of the bars."),
        Field("x_label", "text", "Quantity and unit along x."),
        Field("y_label", "text", "Quantity and unit along y."),
    ),
)

STAGE = Shape(
    "stage",
    (
        Field("ask", "prior", "prior: ask before any evidence."),
        Field("reveal", "text", "The evidence."),
        Field("exhibits", "[exhibit]", "Tables and plots of this stage."),
        Field("likelihood", "{probs}", "How probable the evidence is under each option."),
    ),
)

COMPARATOR = Shape(
    "comparator",
    (
        Field("name", "text", "Who answered.", ALL),
        Field("probs", "{probs}", "Option id to probability."),
        Field("values", "numbers", "For quantiles: one value for each of `levels`."),
        Field("source", "text", "Where the figures stand."),
    ),
)

CHECKED = ("full-text", "data", "abstract", "secondary")
SOURCE = Shape(
    "source",
    (
        Field("title", "text", "What it is called.", ALL),
        Field("url", "url", "Where it is."),
        Field("identifier", "text", "doi:..., arXiv:..."),
        Field("locator", "text", "Section, figure, table."),
        Field("checked", "|".join(CHECKED), "What of it was opened."),
    ),
)

QUANTITY = Shape(
    "answer",
    (
        Field("value", "quantity", "What came true.", ALL),
        Field("unit", "text", "The unit."),
        Field("scale", "linear|log", "Where distance is even."),
        Field("min", "number", "The lowest possible value."),
        Field("max", "number", "The highest possible value."),
    ),
)

GENERATOR = Shape(
    "generator",
    (
        Field("name", "slug", "A generator of the package.", ALL),
        Field("version", "integer", "Its version.", ALL),
        Field("params", "{params}", "Its settings."),
    ),
)

OUTCOMES = ("void", "ambiguous")
RESOLVED = Shape(
    "resolved",
    (
        Field("on", "day", "The day.", ALL),
        Field("by", "text", "Who says so."),
        Field("evidence", "text", "Where it stands."),
        Field("outcome", "void|ambiguous", "Closed without an answer; `answer` stays pending."),
    ),
)
