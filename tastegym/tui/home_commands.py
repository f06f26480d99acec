"""The commands of the screens around practice: Today, summary, check-up, decks, settings, help."""

from __future__ import annotations

from tastegym.tui.command import Command

LISTS = (
    Command("list.up", "up,k", "↑ k", "choose(-1)", "up", "Go up."),
    Command("list.down", "down,j", "↓ j", "choose(1)", "down", "Go down."),
    Command("list.scroll_down", "d,pagedown", "d PgDn", "scroll(1)", "scroll", "Scroll down."),
    Command("list.scroll_up", "u,pageup", "u PgUp", "scroll(-1)", "scroll", "Scroll up."),
)

SEVERAL = "several"
"""The state of Today in which more than one answer stands open."""

FIRST, DONE = "first", "done"
"""States of the summary: the first sitting ends with a prediction, any other is over."""

READY, BUSY, OVER = "ready", "busy", "over"
"""States of the check-up: one may be taken, none until its week has come, the course is over."""

TODAY = (
    Command(
        "today.start", "enter,p", "Enter", "start", "practise", "Start today's plan.", (), True
    ),
    Command(
        "today.resume",
        "c",
        "c",
        "resume",
        "continue",
        "Go on with the answer that was left open.",
        (),
        True,
    ),
    Command(
        "today.draft_up",
        "up",
        "↑",
        "choose(-1)",
        "newer",
        "Choose among several answers left open.",
        (SEVERAL,),
    ),
    Command(
        "today.draft_down",
        "down",
        "↓",
        "choose(1)",
        "which",
        "Choose among several answers left open.",
        (SEVERAL,),
        True,
    ),
    Command(
        "today.journal",
        "j",
        "j",
        "go('journal')",
        "journal",
        "Your own predictions: due, open, resolved.",
        (),
        True,
    ),
    Command("today.decks", "d", "d", "go('decks')", "decks", "See the decks.", (), True),
    Command("today.history", "h", "h", "go('history')", "history", "See your figures.", (), True),
    Command("today.quit", "q", "q", "app.quit", "quit", "Leave tastegym.", (), True),
    Command("today.settings", "s", "s", "go('settings')", "settings", "Settings.", (), True),
    Command(
        "today.review",
        "v",
        "v",
        "go('review')",
        "review",
        "Look back on the week: figures, calls, seven questions.",
        (),
        True,
    ),
    Command(
        "today.paper",
        "a",
        "a",
        "go('paper')",
        "paper",
        "Ten minutes with a paper: predict its results, then read on.",
        (),
        True,
    ),
    Command(
        "today.checkup",
        "m",
        "m",
        "go('checkup')",
        "check-up",
        "Measure yourself: the same check-up before, at week 8 and at week 16.",
        (),
        True,
    ),
    Command("today.tutorial", "t", "t", "tutorial", "tutorial", "Play the two-minute tutorial."),
    Command("today.scroll_down", "pagedown", "PgDn", "scroll(1)", "scroll", "Scroll down."),
    Command("today.scroll_up", "pageup", "PgUp", "scroll(-1)", "scroll", "Scroll up."),
)

DECKS = (
    *LISTS,
    Command(
        "decks.practise", "enter,p", "Enter", "start", "practise", "Practise this deck.", (), True
    ),
    Command("decks.back", "q,escape", "q", "back", "back", "Back to Today.", (), True),
)

CHECKUP = (
    Command(
        "checkup.start",
        "enter,p",
        "Enter",
        "start",
        "next sitting",
        "Play the next eleven worlds of the check-up.",
        (READY,),
        True,
    ),
    Command(
        "checkup.end",
        "x",
        "x",
        "end",
        "end the course",
        "End the course of check-ups: nothing is held back from practice any more. Asks once more.",
        (READY, BUSY),
    ),
    Command(
        "checkup.scroll_down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll down."
    ),
    Command("checkup.scroll_up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command("checkup.back", "q,escape", "q", "back", "back", "Back to Today.", (), True),
)

SETTINGS = (
    Command("settings.up", "up,k", "↑ k", "choose(-1)", "up", "Go up."),
    Command("settings.down", "down,j", "↓ j", "choose(1)", "down", "Go down."),
    Command(
        "settings.more",
        "right,l,enter,space",
        "→",
        "turn(1)",
        "change",
        "The next value.",
        (),
        True,
    ),
    Command("settings.less", "left,h", "←", "turn(-1)", "change", "The value before."),
    Command("settings.scroll_down", "d,pagedown", "d PgDn", "scroll(1)", "scroll", "Scroll down."),
    Command("settings.scroll_up", "u,pageup", "u PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command("settings.back", "q,escape", "q", "back", "back", "Save and go back.", (), True),
)

SUMMARY = (
    Command(
        "summary.predict",
        "enter",
        "Enter",
        "predict",
        "predict",
        "One prediction about your own work today.",
        (FIRST,),
        True,
    ),
    Command("summary.done", "enter", "Enter", "back", "done", "Back to Today.", (DONE,), True),
    Command("summary.again", "p", "p", "again", "another block", "Another block.", (), True),
    Command("summary.history", "h", "h", "history", "history", "See your figures.", (), True),
    Command(
        "summary.paper",
        "a",
        "a",
        "paper",
        "paper",
        "Ten minutes with a paper: predict its results, then read on.",
        (),
        True,
    ),
    Command(
        "summary.scroll_down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll down."
    ),
    Command("summary.scroll_up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command("summary.back", "q,escape", "q", "back", "Today", "Back to Today."),
)

HELP = (
    Command(
        "help.down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll down.", (), True
    ),
    Command("help.up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
    Command(
        "help.back",
        "q,escape,question_mark,enter",
        "q",
        "back",
        "back",
        "Back to where you were.",
        (),
        True,
    ),
)

TUTORIAL = (
    Command("tutorial.next", "enter,right,space", "Enter", "next", "go on", "Go on.", (), True),
    Command("tutorial.before", "left,backspace", "←", "before", "before", "The page before."),
    Command("tutorial.leave", "q,escape", "q", "leave", "leave", "Leave the tutorial.", (), True),
    Command("tutorial.down", "down,j,d,pagedown", "↓ PgDn", "scroll(1)", "scroll", "Scroll down."),
    Command("tutorial.up", "up,k,u,pageup", "↑ PgUp", "scroll(-1)", "scroll", "Scroll up."),
)
