"""Parameters of worlds: what is allowed, how text becomes a value, and the hash in a uid."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tastegym.errors import UserError
from tastegym.frozen import frozen
from tastegym.text import canonical, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tastegym.generators.streams import Stream

ParamValue: TypeAlias = int | str


@frozen
class Param:
    """A whole number from `low` to `high`, or one of `choices`; `about` is one sentence."""

    name: str
    default: ParamValue
    about: str
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """The range in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        return f"a whole number from {self.low} to {self.high}"

    def read(self, world: str, given: object) -> ParamValue:
        """The value that was given (text or number), or UserError with the allowed range."""
        if self.choices:
            if isinstance(given, str) and given in self.choices:
                return given
        else:
            number = _whole(given)
            if number is not None and self.low <= number <= self.high:
                return number
        raise UserError(
            f"Parameter {self.name} of world {world} is {given!r}; allowed is {self.allowed}."
        )


DIFFICULTY = Param(
    "difficulty",
    0,
    "1 (easiest) to 5 by how far the usual bias lies from the ideal answer; 0: the anchor mix.",
    low=0,
    high=5,
)


def ask_param(about: str, *choices: str) -> Param:
    """The knob that says which question a world asks; "any" draws one."""
    return Param("ask", "any", about, choices=("any", *choices))


def asked(
    params: Mapping[str, ParamValue], stream: Stream, first: str, second: str, share: float = 0.65
) -> str:
    """The question that `ask` names; where it says "any", the first in `share` of the draws."""
    ask = str(params["ask"])
    if ask != "any":
        return ask
    return first if stream.happens(share) else second


def _whole(given: object) -> int | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    if isinstance(given, str) and given.isascii():
        digits = given[1:] if given[:1] in "+-" else given
        if digits.isdigit() and len(digits) <= 9:
            return int(given)
    return None


def read_params(
    world: str, params: tuple[Param, ...], given: Mapping[str, object]
) -> dict[str, ParamValue]:
    """All parameters of a world, in its order: given ones checked, the rest at their default."""
    known = {param.name: param for param in params}
    for name in given:
        if name not in known:
            raise UserError(
                f"World {world} has no parameter {name!r}; it has {', '.join(known)}."
                f"{did_you_mean(name, known)}"
            )
    return {
        name: param.read(world, given[name]) if name in given else param.default
        for name, param in known.items()
    }


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A blank and "Did you mean X?" if something known is close, else nothing."""
    from difflib import get_close_matches  # 14 ms, needed by an error alone

    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def params_hash(values: Mapping[str, ParamValue]) -> str:
    """Twelve hex digits over the complete parameters: the PARAMS_HASH of a uid."""
    return sha256(canonical(dict(values)))[:12]
