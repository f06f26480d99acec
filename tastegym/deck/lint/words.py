"""English words for the rules that read options: tokens, stems, absolutes, hedges."""

from __future__ import annotations

import re
from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

ABSOLUTES = _set(
    "always never only all none every entirely completely impossible certainly must nothing "
    "everything nobody everybody solely purely"
)
HEDGES = _set(
    "may might often usually sometimes typically generally probably possibly partly likely tends "
    "tend can could some mostly seldom rarely"
)
NEGATIONS = _set("not except never cannot isn't doesn't didn't wasn't aren't won't")
COMMON = _set(
    "about above after again against another because before being below between both cause caused "
    "causes change changed changes could different does during each effect effects either enough "
    "error even every first found from further given gives have having higher however into itself "
    "large larger later less like likely little lower made make makes many means more most much "
    "near never next number only other others over part place point rather result results same "
    "several should show shows since small smaller some still study such than that their them then "
    "there these they thing this those three through time times under until upon using value very "
    "were what when where whether which while will with within without work would your"
)
NAMES = _set(
    "alphafold alphago alphazero anthropic bell bohr claude copernicus curie darwin deepmind "
    "edison einstein faraday feynman fermi fisher fleming galileo galileo gemini google hubble "
    "imagenet kepler kuhn lorenz ligo maxwell mendel michelson microsoft newton openai pasteur "
    "pauling pavlov penzias planck popper rutherford semmelweis shannon skinner turing watson "
    "wegener gpt bert alexnet resnet llama"
)
YEAR = re.compile(r"(?<![\d.,-])(?:1[5-9]\d\d|20[0-4]\d)(?![\d.,%]*\d)(?!\s*(?:%|steps|runs))")


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words and numbers."""
    if text.isascii() and "'" not in text:
        return tuple(text.translate(_PLAIN).split())
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def stem(word: str) -> str:
    """A word without its commonest endings: enough to see that `probes` repeats `probe`."""
    for ending in (
        "ations",
        "ation",
        "ingly",
        "ings",
        "ing",
        "edly",
        "ied",
        "ies",
        "ed",
        "es",
        "s",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def content(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning: five letters or more and not common."""
    return frozenset(map(_meaning, tokens(text))) - _NONE


_NONE = frozenset([""])


@lru_cache(maxsize=65536)
def _meaning(word: str) -> str:
    """The stem of a word that carries meaning, "" of another."""
    return stem(word) if len(word) >= 5 and word not in COMMON else ""
