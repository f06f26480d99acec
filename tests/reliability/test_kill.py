"""kill -9 at random moments: nothing acknowledged is lost, an unfinished answer is still there."""

from __future__ import annotations

import json
import os

KILLS = int(os.environ.get("TASTEGYM_KILLS", "450"))


def test_kills_through_session_and_store(ram_folder, run_script, tell):
    folder = ram_folder / "kills"
    folder.mkdir()
    got = json.loads(run_script("kills.py", folder, KILLS, 1, seconds=300 + KILLS))
    tell(
        f"kill -9: {got['kills']} sittings with {got['acknowledged']} acknowledged rows and "
        f"{got['drafts']} unfinished answers, {got.get('hot journals', 0)} killed inside a commit, "
        f"{got['resumed']} went on with a draft: {got.get('lost', 0)} rows lost, "
        f"{got.get('doubled', 0)} doubled, {got.get('drafts lost', 0)} drafts lost, "
        f"{got.get('unopenable', 0) + got.get('corrupt', 0)} ledgers unopenable"
    )
    bad = {"lost", "doubled", "drafts lost", "unopenable", "corrupt"}
    assert {name: got[name] for name in bad if got.get(name)} == {}
    assert got["kills"] == KILLS
    assert got["acknowledged"] > KILLS
    assert got["drafts"] > KILLS / 3
    assert got["resumed"] > KILLS / 10
