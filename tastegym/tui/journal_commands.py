"""The commands of the journal, the weekly review, the paper and their forms."""

from __future__ import annotations

from tastegym.tui.command import Command

SCROLL = (
    ("scroll_down", "d,pagedown", "d PgDn", "scroll(1)", "Scroll down."),
    ("scroll_up", "u,pageup", "u PgUp", "scroll(-1)", "Scroll up."),
)

LIST, EMPTY = "list", "empty"
"""States of the journal: something is chosen, or there is nothing yet."""

JOURNAL = (
    Command("journal.up", "up,k", "↑ k", "choose(-1)", "up", "Go up."),
    Command("journal.down", "down,j", "↓ j", "choose(1)", "down", "Go down."),
    Command("journal.new", "n", "n", "new", "new", "Write down a new prediction.", (), True),
    Command(
        "journal.resolve",
        "r,enter",
        "r Enter",
        "resolve",
        "resolve",
        "Tell what came of it: yes, no, a value, ambiguous or void.",
        (LIST,),
        True,
    ),
    Command(
        "journal.update",
        "e",
        "e",
        "update",
        "new estimate",
        "Give a new dated estimate; the old ones stay.",
        (LIST,),
        True,
    ),
    Command(
        "journal.clock",
        "t",
        "t",
        "clock",
        "clock",
        "Start the clock of this task, or stop it.",
        (LIST,),
    ),
    Command(
        "journal.figures",
        "f",
        "f",
        "figures",
        "figures",
        "What the journal says as a whole, and back.",
        (LIST,),
        True,
    ),
    Command("journal.scroll_down", *SCROLL[0][1:4], "scroll", SCROLL[0][4]),
    Command("journal.scroll_up", *SCROLL[1][1:4], "scroll", SCROLL[1][4]),
    Command("journal.back", "q,escape", "q", "back", "back", "Back to Today.", (), True),
)

REVIEW = (
    Command(
        "review.answer",
        "enter,w",
        "Enter",
        "answer",
        "answer the questions",
        "Answer the seven questions of the week; each may be skipped.",
        (),
        True,
    ),
    Command(
        "review.scroll_down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll down.",
        (), True,
    ),
    Command("review.scroll_up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command("review.back", "q,escape", "q", "back", "back", "Back to where you were.", (), True),
)  # fmt: skip

START, READ, DONE = "start", "read", "done"
"""States of the paper: before the predictions, while reading on, and after."""

PAPER = (
    Command(
        "paper.next",
        "enter",
        "Enter",
        "next",
        "go on",
        "Go on: write the results you expect; later tell what the paper says.",
        (START, READ),
        True,
    ),
    Command(
        "paper.another",
        "n",
        "n",
        "another",
        "another paper",
        "Begin with another paper.",
        (READ, DONE),
        True,
    ),
    Command("paper.scroll_down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll."),
    Command("paper.scroll_up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command(
        "paper.back",
        "q,escape",
        "q",
        "back",
        "back",
        "Back to Today; what is open waits in the journal.",
        (),
        True,
    ),
)

FORM = (
    Command(
        "form.next",
        "down,tab",
        "↓ Tab",
        "step(1)",
        "next line",
        "Go to the next line; Enter reads this one first, and saves on the last.",
        (),
        True,
    ),
    Command("form.before", "up,shift+tab", "↑", "step(-1)", "line before", "Go a line back."),
    Command("form.save", "ctrl+s", "ctrl+s", "save", "save", "Save what stands here.", (), True),
    Command("form.fresh", "ctrl+r", "ctrl+r", "fresh", "start over", "Clear what was typed here."),
    Command("form.scroll_down", "pagedown", "PgDn", "scroll(1)", "scroll", "Scroll the form down."),
    Command("form.scroll_up", "pageup", "PgUp", "scroll(-1)", "scroll", "Scroll the form up."),
    Command(
        "form.back",
        "escape",
        "Esc",
        "back",
        "back",
        "Go back; what was typed waits here until it is saved.",
        (),
        True,
    ),
)
