"""Every code that a check may report, with its reason.

Codes are stable and never reused. S codes drop the file, other E codes the scenario; what carries
only W and I plays.
"""

from __future__ import annotations

from dataclasses import dataclass

from tastegym.deck.diagnostic import Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class Code:
    """One rule: its letter and number, severity, short name and the reason for it."""

    code: str
    severity: Severity
    name: str
    why: str


_TABLE = (
    Code("S000", _E, "yaml-syntax", "The file is not YAML, so nothing after this place is read."),
    Code("S001", _E, "file-too-big", "A deck file holds at most 32 MB; text that long is no deck."),
    Code("S002", _E, "too-deep", "A deck never nests more than 32 levels; deeper files are bombs."),
    Code("S003", _E, "too-many-values",
         "A deck file holds at most 720,000 values, so that a bomb is refused within a second."),
    Code("S004", _E, "duplicate-key", "Of two equal keys one would be lost without a word."),
    Code("S005", _E, "anchor-or-alias", "An alias can blow up a small file; a deck has none."),
    Code("S006", _E, "tag", "A tag asks a YAML program to build objects; a deck is only text."),
    Code("S007", _E, "key-not-text", "A key names a field, so it is a plain word."),
    Code("S008", _E, "second-document", "One file is one document; a second would go unread."),
    Code("S009", _E, "strange-key", "Inside { } a missing blank or a bare comma makes a new key."),
    Code("S010", _E, "forbidden-character",
         "Control, escape and direction characters can drive or deceive a terminal, and a number "
         "that is infinite or too long cannot be kept exactly."),
    Code("S011", _E, "not-utf-8", "Deck files are UTF-8, so that every machine reads one text."),
    Code("S012", _E, "directive", "A %YAML or %TAG line changes how the rest is read."),
    Code("S013", _E, "unreadable-file", "Only regular files inside the deck's folder are read."),
    Code("M101", _E, "unknown-field", "A misspelt field would be ignored without a word."),
    Code("M102", _E, "missing-field", "Without this field the scenario cannot be asked or shown."),
    Code("M103", _E, "version-not-text", "A version has three parts, so that updates compare."),
    Code("M104", _E, "wrong-type", "The field holds another kind of value than it needs."),
    Code("M105", _E, "wrong-count", "The number of entries is outside what can be asked or shown."),
    Code("M106", _E, "empty-file", "A deck file is a mapping that starts with `tastegym: 1`."),
    Code("M107", _E, "unknown-format", "A later format may mean other things by the same words."),
    Code("M108", _W, "fixed-order", "Options shown in one order for ever let positions leak."),
    Code("M109", _I, "not-read", "Only *.yaml files in the folder scenarios/ are read."),
    Code("M110", _E, "text-too-long", "A text of more than 20,000 characters cannot be shown."),
    Code("K201", _E, "no-such-answer", "The answer names one option by its id, never by place."),
    Code("K202", _E, "bad-probability",
         "Probabilities lie in 0-1 and sum to 1; likelihoods lie in 0-1 and are not all 0."),
    Code("K203", _E, "bad-quantity",
         "Levels and bin edges rise, and the value that came true lies between min and max."),
    Code("K204", _W, "feedback-missing",
         "Feedback on some options only tells which one its author thought about."),
    Code("L301", _E, "dead-reference", "The name leads nowhere, so it does nothing."),
    Code("L302", _E, "duplicate-id", "An id says for ever which answers belong together."),
    Code("L304", _E, "unknown-option", "The name is no option of this scenario."),
    Code("L303", _W, "near-duplicate",
         "A second meeting with one setup is no fresh forecast, and one gives the other away."),
    Code("L305", _W, "lone-lesson",
         "A lesson comes back after a miss; with one scenario there is nothing to come back."),
    Code("V601", _E, "rev-not-raised",
         "Answers to an older text or key must not be mixed with those to the new one; `rev` "
         "tells them apart."),
    Code("V602", _E, "lock-unreadable",
         "Without its lock nobody can tell what a released scenario showed."),
    Code("V603", _E, "released-id-gone",
         "Answers to a released scenario are kept for ever and need a name that leads somewhere."),
    Code("G701", _E, "rendered-otherwise",
         "A seed renders the same text for ever; another text is another question."),
    Code("G702", _E, "no-such-generator",
         "A generator is named with a version and settings that are installed here."),
    Code("G703", _E, "generator-fails",
         "A seed that fails or takes more than 200 ms would stop a sitting."),
    Code("P801", _E, "no-licence",
         "Without a licence nobody else may use or change what you share; `deck pack` refuses it."),
    Code("P802", _W, "no-source",
         "A key that claims what happened, was replicated or is documented names a place where it "
         "can be looked up; `deck pack` says where one is missing."),
    Code("A501", _E, "beaten-without-reading",
         "In a calibration game a deck with a tell makes an ignorant player look like an oracle. "
         "The gate: a strategy that reads no meaning hits more often than chance with p < .01 "
         "(exact, adjusted by Holm) and by 10 points or more."),
    Code("W401", _W, "longest-is-key",
         "Authors write more for what is true: in one public bank of 2,026 generated items with "
         "four options the only longest option is the key in 93 % (chance: 25 %), in two banks by "
         "people in 36.5 % and 32.8 %. Whoever picks the longest then looks like an oracle."),
    Code("W402", _W, "absolute-in-distractor",
         "Always, never, only, all mark a wrong option to anyone who has sat a test."),
    Code("W403", _W, "hedge-in-key",
         "May, often, usually mark the true option: authors hedge what they have to stand by."),
    Code("W404", _W, "key-repeats-question",
         "A rare word that question and key share points to the key without any knowledge."),
    Code("W405", _W, "convergence",
         "Wrong options are often made by changing the key, so what shares most with the others "
         "is the key."),
    Code("W406", _W, "catch-all",
         "`All of these` is right as soon as two options are; `none of these` is fair only when it "
         "is the key now and then (10-30 % of its uses)."),
    Code("W407", _W, "hidden-negation",
         "A small `not` turns a question round; who misses it is scored on reading alone."),
    Code("W408", _W, "odd-form",
         "An option that does not fit the question's grammar, or stands in another form, tells."),
    Code("W409", _W, "overlap",
         "When two options can both be true the probabilities have no meaning; two with the same "
         "text are an error."),
    Code("W410", _W, "number-order",
         "Numbers out of order cost time; a key that is never at an end is guessed."),
    Code("W411", _I, "long-text",
         "Beyond 250 words of setup or 30 of an option reading takes the place of judging."),
    Code("W413", _W, "answer-in-setup",
         "Six words in a row that setup and explanation share often state the answer."),
    Code("W414", _W, "name-or-year",
         "A famous name or a year lets a player remember the story instead of judging it."),
    Code("W420", _W, "unused-allow",
         "An allow that silences nothing hides the next finding; one without a reason explains "
         "nothing to the next reader."),
    Code("X902", _W, "too-wide",
         "A terminal of 80 columns shows 76 of an exhibit; labels can tell six series apart."),
    Code("X901", _E, "broken-exhibit", "Every row has a cell a column, every series a point an x."),
)  # fmt: skip

CODES: dict[str, Code] = {entry.code: entry for entry in _TABLE}
