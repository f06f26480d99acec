"""The events of a YAML parser into nodes, with every S code on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from tastegym.deck import mends
from tastegym.deck.nodes import Limits, Map, Node, Page, Seq, Text
from tastegym.deck.syntax_hints import plain_words
from tastegym.text import forbidden

if TYPE_CHECKING:
    from collections.abc import Callable

_CParser: Any = getattr(yaml, "CParser", None) or getattr(
    getattr(yaml, "_yaml", None), "CParser", None
)


def event_source(text: str | bytes, *, pure: bool) -> Callable[[], Any]:
    """The parser of libyaml, or PyYAML's own where that is missing or asked for.

    From UTF-8 bytes libyaml reads without a copy; its places count characters all the same.
    """
    if _CParser is not None and not pure:
        get_event: Callable[[], Any] = _CParser(text).get_event
        return get_event
    loader = yaml.SafeLoader(text)
    return loader.get_event


_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_NAMED_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


_SPLIT = "Split it into several files under scenarios/."


class _Stop(Exception):  # noqa: N818 ends the reading of a file; the finding is already made
    pass


class Builder:
    """Turns events into nodes, with an explicit stack, so that depth costs no recursion."""

    def __init__(self, page: Page, text: str, limits: Limits) -> None:
        self.page = page
        self.text = text
        self.limits = limits
        self.last = 0

    def run(self, get_event: Callable[[], Any]) -> Node | None:
        try:
            return self._build(get_event)
        except _Stop:
            return None
        except yaml.YAMLError as error:
            self._syntax(error)
        except (ValueError, OverflowError, IndexError, RecursionError):
            # The pure Python parser lets these out, as for "\\UFFFFFFFF".
            self.page.report(
                "S000",
                (self.last, self.last + 1),
                "The text after this place cannot be read as YAML.",
                "Look for an escape such as \\UFFFFFFFF that names no character.",
            )
        return None

    def _build(self, get_event: Callable[[], Any]) -> Node | None:  # noqa: C901, PLR0912, PLR0915
        # One flat loop: it runs once for every value of a file, so only rare cases call on.
        scalar, sequence, mapping = (
            yaml.ScalarEvent,
            yaml.SequenceStartEvent,
            yaml.MappingStartEvent,
        )
        root: Node | None = None
        stack: list[tuple[Any, Text | None, bool]] = []
        holder: Any = None
        key: Text | None = None
        in_map = keyed = False
        count, max_nodes, max_depth = 0, self.limits.nodes, self.limits.depth
        while True:
            event = get_event()
            kind = event.__class__
            self.last = start = event.start_mark.index
            if kind is scalar:
                style = event.style or None
                text = Text(event.value, start, event.end_mark.index, style)
                if style == '"' and "\\" in self.text[start : text.end]:
                    self._escapes(text)
                node: Node = text
                if event.anchor is not None or event.tag is not None:
                    self._properties(event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                holder.end = event.end_mark.index
                holder, key, keyed = stack.pop()
                in_map = holder.__class__ is Map
                continue
            elif kind is sequence or kind is mapping:
                node = Seq(start) if kind is sequence else Map(start)
                if event.anchor is not None or event.tag is not None:
                    self._properties(event)
            elif kind is yaml.AliasEvent:
                self._properties(event)
                node = Text(f"*{event.anchor}", start, event.end_mark.index, "alias")
            elif kind is yaml.StreamEndEvent:
                return root
            else:
                self._document(event, root)
                continue
            count += 1
            if count > max_nodes:
                message = (
                    f"The file holds more than {max_nodes:,} values "
                    "(a list or mapping counts as two)."
                )
                self._stop("S003", start, message)
            if in_map:
                if not keyed:
                    # Most keys are plain words and most values are written: no call for those.
                    key, keyed = text if kind is scalar else self._key(node), True
                else:
                    keyed = False
                    if key is None:
                        pass
                    elif node.start != node.end and key.value not in holder.entries:
                        holder.entries[key.value] = (key, node)
                    else:
                        self._entry(holder, key, node)
            elif holder is not None:
                holder.items.append(node)
            else:
                root = node
            if kind is sequence or kind is mapping:
                count += 1
                stack.append((holder, key, keyed))
                holder, in_map, keyed = node, kind is mapping, False
                if len(stack) > max_depth:
                    self._stop("S002", start, f"The file nests deeper than {max_depth} levels.")

    def _stop(self, code: str, start: int, message: str) -> None:
        mend = _SPLIT if code == "S003" else "Write the part that nests so deep flat."
        self.page.report(code, (start, start + 1), message, mend)
        raise _Stop

    def _key(self, node: Node) -> Text | None:
        what = "a list" if isinstance(node, Seq) else "a mapping" if isinstance(node, Map) else ""
        if what:
            self.page.report(
                "S007",
                (node.start, node.start + 1),
                f"A key has to be a plain word; here {what} stands as one.",
                "Write `name: value`, without `?` and without brackets before the colon.",
            )
        return None

    def _entry(self, holder: Map, key: Text, node: Node) -> None:
        entries = holder.entries
        name = key.value
        if name in entries:
            first = entries[name][0]
            line = self.page.source.position(first.start)[0]
            self.page.report(
                "S004",
                key,
                f"The key `{name}` stands here a second time; the first is in line {line}.",
                "Keep one of the two.",
                note=(first, "the first one"),
                fix=self._second(entries[name][1], key, node),
            )
        elif node.start == node.end and self._strange(holder, key, node):
            pass
        else:
            entries[name] = (key, node)

    def _second(self, kept: Node, key: Text, node: Node) -> tuple[int, int, str] | None:
        """Two equal keys with one and the same text: the second goes, if its line is its own."""
        if not isinstance(node, Text) or not isinstance(kept, Text) or kept.value != node.value:
            return None
        return mends.whole_line(self.text, key.start, node.end)

    def _strange(self, holder: Map, key: Text, node: Node) -> bool:
        """S009: inside braces, a key that nobody gave a value."""
        text = self.text
        if text[holder.start] != "{" or ":" in text[key.end : node.start]:
            return False
        name, colon, rest = key.value.partition(":")
        if colon and rest and key.style is None:
            self.page.report(
                "S009",
                key,
                f"`{key.value}` is read as one key without a value.",
                f"Write a blank after the colon: `{name}: {rest}`.",
                fix=(key.start + len(name) + 1, key.start + len(name) + 1, " "),
            )
            # What was meant is plain, so that the rest of the mapping is checked as meant.
            value = Text(rest, key.start + len(name) + 1, key.end, None)
            holder.entries.setdefault(name, (Text(name, key.start, key.end, None), value))
        else:
            self.page.report(
                "S009",
                key,
                f"`{key.value}` is read as a key without a value.",
                "Put a text that holds a comma in quotes, or give the key a value.",
                fix=self._quoted(holder, key),
            )
        return True

    def _quoted(self, holder: Map, key: Text) -> tuple[int, int, str] | None:
        """The text before the comma and this key as one quoted text, if that is plainly meant."""
        if not holder.entries or key.style is not None:
            return None
        value = next(reversed(holder.entries.values()))[1]
        if not isinstance(value, Text) or value.style is not None or value.empty:
            return None
        whole = self.text[value.start : key.end]
        if "\n" in whole or "#" in whole or not whole[value.end - value.start :].startswith(","):
            return None
        return value.start, key.end, '"' + whole.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def _properties(self, event: Any) -> None:
        start: int = event.start_mark.index
        end: int = event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            self.page.report(
                "S005",
                (start, end),
                f"The alias `*{event.anchor}` is not allowed.",
                "Write the value out; a text that begins with * stands in quotes.",
            )
            return
        if event.anchor is not None:
            at = self.text.find("&", start, end)
            at = start if at < 0 else at
            self.page.report(
                "S005",
                (at, at + 1 + len(event.anchor)),
                f"The anchor `&{event.anchor}` is not allowed.",
                "Delete it; a text that begins with & stands in quotes.",
                fix=None if f"*{event.anchor}" in self.text else self._without(at, event.anchor),
            )
        if event.tag is not None:
            at = self.text.find("!", start, end)
            at = start if at < 0 else at
            word = re.match(r"\S+", self.text[at : at + 80])
            length = len(word.group()) if word else 1
            self.page.report(
                "S006",
                (at, at + length),
                f"The tag `{self.text[at : at + length]}` is not allowed.",
                "Delete it; a text that begins with ! stands in quotes.",
                fix=self._without(at, self.text[at + 1 : at + length])
                if mends.core_tag(self.text[at : at + length])
                else None,
            )

    def _without(self, at: int, name: str) -> tuple[int, int, str] | None:
        """The edit that deletes an anchor or tag together with the blank behind it."""
        end = at + 1 + len(name)
        return (at, end + 1, "") if self.text[end : end + 1] == " " else None

    def _document(self, event: Any, root: Node | None) -> None:
        if not isinstance(event, yaml.DocumentStartEvent):
            return
        start: int = self.last
        if root is not None:
            self.page.report(
                "S008",
                (start, start + 3),
                "A second document begins here.",
                "Delete the `---`, or put the rest into a file of its own.",
            )
            raise _Stop
        if event.version is not None or event.tags:
            self.page.report(
                "S012",
                (start, start + 1),
                "A line that begins with % gives the YAML reader a directive.",
                "Delete the line.",
                fix=self._directive(start, event.tags),
            )

    def _directive(self, start: int, tags: object) -> tuple[int, int, str] | None:
        begin, stop = mends.line_of(self.text, start)
        return None if tags or self.text[begin] != "%" else (begin, stop, "")

    def _escapes(self, node: Text) -> None:
        """S010 for what comes in through escapes such as `\\x1b` in double quotes."""
        if forbidden(node.value) is None:
            return
        found = False
        raw = self.text[node.start : node.end]
        for match in _ESCAPE.finditer(raw):
            digits = match[1] or match[2] or match[3]
            char = chr(int(digits, 16)) if digits else _NAMED_ESCAPES.get(match[4], " ")
            if forbidden(char) is not None:
                found = True
                at = node.start + match.start()
                self.page.report(
                    "S010",
                    (at, at + len(match.group())),
                    f"The escape `{match.group()}` stands for U+{ord(char):04X}, "
                    "which may not stand in a deck.",
                    "Delete it, or say in plain words what it should show.",
                )
        if not found:
            self.page.report(
                "S010",
                node,
                "More than three combining marks follow each other.",
                "Leave at most three marks on one letter.",
            )

    def _syntax(self, error: yaml.YAMLError) -> None:
        mark: Any = getattr(error, "problem_mark", None)
        index = min(self.last if mark is None else mark.index, len(self.text))
        problem = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "")
        context = str(getattr(error, "context", "") or "")
        opened: Any = getattr(error, "context_mark", None)
        message, mend = plain_words(problem, context, self.text, index)
        note = None
        if opened is not None and "end of stream" in problem and "quoted" in context:
            index = opened.index
        elif opened is not None and opened.index < index and context:
            begin = Text("", opened.index, opened.index + 1, None)
            note = (begin, "what is open here began")
        fix = mends.quoted_value(self.text, index) if "uote" in mend else None
        self.page.report("S000", (index, index + 1), message, mend, note=note, fix=fix)
