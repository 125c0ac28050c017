"""Chooses the sizes of the factors, exactly as the .NET library does.

A weight matrix of in_features × out_features is kept as two factors, ``xf`` (m×rank) and ``wf`` (rank×n). Their product is read row by row, and it is the
transposed matrix, ``weight`` of ``torch.nn.Linear``, row by row. n is coprime with in_features, so that no two rows of the weight are cut out of the product at the same place.
"""
from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Callable, Optional, Tuple

import torch

from ._cost import ceil_div, planning_cost

FORMS = ("wide", "tall")
GAINS = ("auto", "none", "inputs", "outputs", "both")
MOST_RANK = 16

LEAST_USE = 0.95
"""The share of the ratio that a plan uses wherever some coprime n allows it."""

_MOST_CANDIDATES = 1 << 15
_CHUNK = 1 << 11


class PlanningError(ValueError):
    """The arguments that say how a layer is compressed cannot be satisfied; the message says what can."""


@dataclass(frozen=True)
class Plan:
    """The sizes of the factors of a matrix, and its gains.

    Attributes:
        in_features: Q, the inputs of the matrix.
        out_features: R, its outputs.
        rank: The rank of the product of the factors.
        n: The columns of ``wf``, which is rank × n. ``xf`` is m × rank.
        gains: ``"none"``, ``"inputs"``, ``"outputs"`` or ``"both"``.
        input_gains: The gains of the inputs, where there are some: in_features, or the channels of a convolution.
    """

    in_features: int
    out_features: int
    rank: int
    n: int
    gains: str = "none"
    input_gains: int = 0

    @property
    def m(self) -> int:
        """The rows of ``xf``."""
        return _rows(self.in_features, self.out_features, self.n)

    @property
    def form(self) -> str:
        """``"wide"`` for few long rows, ``"tall"`` for many short ones."""
        return "wide" if self.n * self.n >= self.in_features * self.out_features else "tall"

    @property
    def has_input_gain(self) -> bool:
        return self.gains in ("inputs", "both")

    @property
    def has_output_gain(self) -> bool:
        return self.gains in ("outputs", "both")

    @property
    def parameters(self) -> int:
        """The values that are kept of the matrix, gains included."""
        return self.rank * (self.m + self.n) + _gains_length(self.input_gains, self.out_features, self.gains)

    @property
    def ratio(self) -> float:
        """The share of the weights that is kept."""
        return self.parameters / (self.in_features * self.out_features)

    def __str__(self) -> str:
        gains = "" if self.gains == "none" else f", gains={self.gains!r}"
        return f"{self.form}, rank={self.rank}, n={self.n}, m={self.m}{gains}, keeps {100 * self.ratio:.2f} %"


def plan(
    in_features: int,
    out_features: int,
    ratio: Optional[float] = 0.03,
    rank: int = 1,
    form: str = "wide",
    gains: str = "auto",
    n: Optional[int] = None,
    input_gains: Optional[int] = None,
) -> Plan:
    """Plans the factors of a matrix.

    Args:
        in_features: Q, the inputs of the matrix.
        out_features: R, its outputs.
        ratio: The share of the weights that may be kept at most, gains included. With ``n`` it may be None.
        rank: The rank of the product of the factors before it is laid out anew, 1 to 16.
        form: ``"wide"`` or ``"tall"``: a ratio has two shapes, and this chooses one.
        gains: ``"inputs"``, ``"outputs"``, ``"both"``, ``"none"``, or ``"auto"``: gains for inputs where the ratio has room for them.
        n: The length of the rows of ``wf``, coprime with in_features; chosen unless it is given.
        input_gains: The number of gains for inputs, where they are fewer than in_features: the channels of a convolution.

    Raises:
        PlanningError: An argument is out of range, or no n reaches the ratio.
    """
    q, r, inputs = in_features, out_features, in_features if input_gains is None else input_gains
    _check(q, r, ratio, rank, form, gains, n)
    if n is not None:
        return _plan_of_n(q, r, ratio, rank, gains, n, inputs)
    assert ratio is not None
    if gains == "auto":
        beside = _choose(q, r, rank, ratio, form, inputs)
        gains = "inputs" if beside is not None and Plan(q, r, rank, beside).form == form else "none"
    chosen = _choose(q, r, rank, ratio, form, _gains_length(inputs, r, gains))
    if chosen is None:
        raise PlanningError(_why_not(q, r, ratio, rank, form, gains, inputs))
    return Plan(q, r, rank, chosen, gains, inputs)


def smallest_ratio(in_features: int, out_features: int, rank: int = 1, gains: str = "none", input_gains: Optional[int] = None) -> float:
    """The smallest ratio that a matrix can be compressed to; 1 or more where it is too small to be compressed at all.

    The arguments are those of :func:`plan`.

    Raises:
        PlanningError: An argument is out of range.
    """
    _check(in_features, out_features, 0.5, rank, "wide", gains, None)
    inputs = in_features if input_gains is None else input_gains
    return _smallest_ratio(in_features, out_features, rank, _gains_length(inputs, out_features, "none" if gains == "auto" else gains))


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _check(q: int, r: int, ratio: Optional[float], rank: int, form: str, gains: str, n: Optional[int]) -> None:
    if not _is_whole(q) or not _is_whole(r) or q < 1 or r < 1 or q * r >= 1 << 31:
        raise PlanningError(f"in_features={q!r}, out_features={r!r}: each is a whole number of 1 or more, and their product at most 2147483647")
    if n is not None and not _is_whole(n):
        raise PlanningError(f"n={n!r}: a whole number is needed")
    if ratio is None and n is None:
        raise PlanningError("ratio=None: a share above 0 and below 1 is needed, such as 0.03, or n")
    if ratio is not None and not (isinstance(ratio, Real) and 0 < ratio < 1):
        raise PlanningError(f"ratio={ratio!r}: a share above 0 and below 1 is needed, such as 0.03")
    if not _is_whole(rank) or not 1 <= rank <= MOST_RANK:
        raise PlanningError(f"rank={rank!r}: 1 to {MOST_RANK} are possible")
    if form not in FORMS:
        raise PlanningError(f"form={form!r}: \"wide\" or \"tall\" is needed")
    if gains not in GAINS:
        raise PlanningError(f"gains={gains!r}: one of {', '.join(GAINS)} is needed")


def _plan_of_n(q: int, r: int, ratio: Optional[float], rank: int, gains: str, n: int, inputs: int) -> Plan:
    if not 1 <= n <= q * r:
        raise PlanningError(f"n={n}: 1 to {q * r} are possible, coprime with in_features={q}")
    if math.gcd(n, q) != 1:
        below, above = _nearest_coprimes(n, q)
        choices = [str(value) for value in (below, above) if 1 <= value <= q * r]
        raise PlanningError(f"n={n} shares the factor {math.gcd(n, q)} with in_features={q}; use n={' or n='.join(choices)}")
    if gains == "auto":
        room = _most_values(q, r, rank, 1 if ratio is None else ratio, _gains_length(inputs, r, "inputs"))
        gains = "inputs" if _length(q, r, n) <= room else "none"
    made = Plan(q, r, rank, n, gains, inputs)
    if ratio is not None and _length(q, r, n) > _most_values(q, r, rank, ratio, _gains_length(inputs, r, gains)):
        raise PlanningError(f"n={n} keeps {made.ratio:.4g} of the weights, more than ratio={ratio}; use a larger ratio, or leave out n")
    return made


def _why_not(q: int, r: int, ratio: float, rank: int, form: str, gains: str, inputs: int) -> str:
    count = _gains_length(inputs, r, gains)
    beside = "" if gains == "none" else f" with gains={gains!r}"
    smallest = _smallest_ratio(q, r, rank, count)
    if smallest >= 1:
        if _smallest_ratio(q, r, 1, 0) >= 1:
            return f"in_features={q}, out_features={r}: the matrix is too small to be compressed; leave it whole"
        if rank > 1 and _smallest_ratio(q, r, 1, count) < 1:
            return f"rank={rank}: factors of {q}×{r}{beside} would keep all weights or more; use a smaller rank, such as 1"
        return f"gains={gains!r}: factors and gains of {q}×{r} would keep all weights or more; use gains=\"none\""
    works = _rounded_up(smallest, lambda value: _choose(q, r, rank, value, form, count) is not None)
    message = f"ratio={ratio}: at rank={rank}{beside} the smallest ratio of {q}×{r} is {works}"
    largest = _largest_rank(q, r, ratio, count)
    if 0 < largest < rank:
        message += f"; or use rank={largest}"
    if count > 0 and _choose(q, r, rank, ratio, form, 0) is not None:
        message += "; or use gains=\"none\""
    return message


def _rounded_up(value: float, works: Callable[[float], bool]) -> float:
    for digits in range(4, 15):
        places = digits - 1 - math.floor(math.log10(value))
        rounded = math.ceil(value * 10**places) / 10**places
        if rounded < 1 and works(rounded):
            return rounded
    return value


def _rows(q: int, r: int, n: int) -> int:
    return ceil_div(q * r, n)


def _length(q: int, r: int, n: int) -> int:
    return _rows(q, r, n) + n


def _gains_length(inputs: int, outputs: int, gains: str) -> int:
    return (inputs if gains in ("inputs", "both") else 0) + (outputs if gains in ("outputs", "both") else 0)


def _most_values(q: int, r: int, rank: int, ratio: float, gains: int) -> int:
    return math.floor((ratio * q * r * (1 + 1e-12) - gains) / rank)


def _smallest_ratio(q: int, r: int, rank: int, gains: int) -> float:
    return (rank * float(_length(q, r, _smallest_n(q, r))) + gains) / (float(q) * r)


def _largest_rank(q: int, r: int, ratio: float, gains: int) -> int:
    return max(0, _most_values(q, r, 1, ratio, gains)) // _length(q, r, _smallest_n(q, r))


def _nearest_coprimes(n: int, q: int) -> Tuple[int, int]:
    below, above = n - 1, n + 1
    while below > 0 and math.gcd(below, q) != 1:
        below -= 1
    while math.gcd(above, q) != 1:
        above += 1
    return below, above


@functools.lru_cache(maxsize=4096)
def _smallest_n(q: int, r: int) -> int:
    product = q * r
    middle = max(1, round(math.sqrt(product)))
    best, fewest = 1, _length(q, r, 1)
    for n, step in ((middle, 1), (middle - 1, -1)):
        while 1 <= n <= product and n + product / n < fewest:
            if math.gcd(n, q) == 1 and _length(q, r, n) < fewest:
                best, fewest = n, _length(q, r, n)
            n += step
    return best


@functools.lru_cache(maxsize=4096)
def _choose(q: int, r: int, rank: int, ratio: float, form: str, gains: int) -> Optional[int]:
    """The n whose kernel costs least among those that use 95 % of the ratio; that which uses it best where none does; None where no n reaches it."""
    bound = _most_values(q, r, rank, ratio, gains)
    least = LEAST_USE * bound
    longest: Optional[Tuple[int, int]] = None  # (length, n)
    cheapest: Optional[Tuple[float, int, int]] = None  # (cost, -length, n)
    priced, found, start = 0, False, _first(q * r, bound, form)
    while priced < _MOST_CANDIDATES:
        n = _candidates(q, r, start, form)
        if n.numel() == 0:
            break
        start = int(n[-1]) + (1 if form == "tall" else -1)
        m = ceil_div(q * r, n)
        fits = (torch.gcd(n, torch.tensor(q)) == 1) & (m + n <= bound)
        worth = (n + torch.div(q * r, n, rounding_mode="floor") + 1).double() >= least
        # Past what is worth it, only the first that fits is of interest.
        seen = torch.cat([torch.tensor([found]), fits]).cumsum(0)[:-1] > 0
        ends = (~worth & seen).nonzero()
        stop = int(ends[0]) if ends.numel() else n.numel()
        n, length, fits = n[:stop], (m + n)[:stop], fits[:stop]
        n, length = n[fits], length[fits]
        if n.numel():
            found = True
            i = int(length.argmax())
            i = int((length == length[i]).nonzero()[0])
            if longest is None or int(length[i]) > longest[0]:
                longest = (int(length[i]), int(n[i]))
            used = length.double() >= least
            n, length = n[used][: _MOST_CANDIDATES - priced], length[used][: _MOST_CANDIDATES - priced]
            priced += n.numel()
            if n.numel():
                cost = planning_cost(q, r, rank, n)
                ties = (cost == cost.min()).nonzero().squeeze(1)
                i = min(ties.tolist(), key=lambda tie: -int(length[tie]))
                its = (float(cost[i]), -int(length[i]), int(n[i]))
                if cheapest is None or its[:2] < cheapest[:2]:
                    cheapest = its
        if stop < worth.numel():
            break
    if cheapest is not None:
        return cheapest[2]
    if longest is not None:
        return longest[1]
    smallest = _smallest_n(q, r)
    return smallest if _length(q, r, smallest) <= bound else None


def _first(product: int, bound: int, form: str) -> int:
    root = (bound + math.sqrt(max(0.0, float(bound) * bound - 4.0 * product))) / 2
    # Rounding m up moves the root a little: begin outside.
    return int(min(float(product), root + 2)) if form == "wide" else max(1, int(product / max(1.0, root)) - 1)


def _candidates(q: int, r: int, start: int, form: str) -> torch.Tensor:
    product = q * r
    if form == "wide":
        n = torch.arange(start, max(0, start - _CHUNK), -1) if start > 0 else torch.arange(0)
        return n[n * n >= product]
    n = torch.arange(start, max(start, min(product, start + _CHUNK - 1) + 1))
    return n[n * n < product]
