"""Chance of our own making: a seed and a member fix the numbers, whoever works them out and where.

The generator is xoshiro256++ (Blackman & Vigna 2021, 10.1145/3460772), whose four words splitmix64
fills from the seed and the member, so that members share nothing and the same member has the same
numbers on any number of threads. Counts are drawn exactly: small ones by inversion, large ones by
transformed rejection (Hörmann 1993, 10.1080/00949659308811496 and 10.1016/0167-6687(93)90997-4).
A generator moves on with every draw: each function here changes the state that it is given.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.kernels import inlined, kernel

__all__ = [
    "binomial",
    "choose",
    "days_until",
    "multinomial",
    "poisson",
    "seeded",
    "uniform",
    "within",
]

State = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_WORD = (1 << 64) - 1
_LOOK_AT_EACH = 10.0
"""Mean up to which numbers are found by adding probabilities one by one."""
_FAR = 128
"""A number that none of these ever reaches, but for rounding."""


def seeded(seed: int, member: int = 0) -> State:
    """A generator that `seed` and `member` fix.

    >>> bool((seeded(7, 1) == seeded(7, 1)).all()), bool((seeded(7, 1) == seeded(7, 2)).any())
    (True, False)
    """
    word = _mixed(seed & _WORD)
    word = _mixed((word + _mixed((member & _WORD) ^ 0xD6E8FEB86659FD93)) & _WORD)
    words = []
    for _ in range(4):
        word = (word + 0x9E3779B97F4A7C15) & _WORD
        words.append(_mixed(word))
    return np.array(words, dtype=np.uint64)


def _mixed(word: int) -> int:
    """A word whose every bit depends on every bit of this one (the finish of splitmix64)."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _WORD
    return word ^ (word >> 31)


@inlined
def uniform(state: State) -> float:
    """A number from 0 up to, but never, 1.

    >>> 0 <= uniform(seeded(1)) < 1
    True
    """
    zero, one, two, three = state[0], state[1], state[2], state[3]
    total = zero + three
    drawn = ((total << np.uint64(23)) | (total >> np.uint64(41))) + zero
    two ^= zero
    three ^= one
    state[1] = one ^ two
    state[0] = zero ^ three
    state[2] = two ^ (one << np.uint64(17))
    state[3] = (three << np.uint64(45)) | (three >> np.uint64(19))
    return float(drawn >> np.uint64(11)) * 2.0**-53


@kernel
def within(state: State, n: int) -> int:
    """A whole number from 0 up to, but never, n."""
    return int(uniform(state) * n)


@inlined
def choose(state: State, cumulative: Floats) -> int:
    """Which of several: `cumulative` adds up their weights, of which one at least is above 0.

    >>> choose(seeded(1), np.array([0.0, 0.0, 2.0, 2.0]))
    2
    """
    below, above = 0, len(cumulative) - 1
    aim = uniform(state) * cumulative[above]
    while below < above:
        middle = (below + above) // 2
        if cumulative[middle] > aim:
            above = middle
        else:
            below = middle + 1
    return below


@kernel
def days_until(state: State, chance: float) -> int:
    """How many days something takes that happens each day with this chance: 1 is today.

    >>> days_until(seeded(1), 1.0)
    1
    """
    if chance >= 1.0:
        return 1
    if chance <= 0.0:
        return 2**62
    return 1 + int(min(math.log1p(-uniform(state)) / math.log1p(-chance), 2.0**61))


@kernel
def binomial(state: State, n: int, p: float) -> int:
    """How many of n do what each does with probability p.

    >>> binomial(seeded(1), 12, 1.0), binomial(seeded(1), 12, 0.0)
    (12, 0)
    """
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - _rarer(state, n, 1.0 - p)
    return _rarer(state, n, p)


@kernel
def _rarer(state: State, n: int, p: float) -> int:
    """A binomial number where p is at most a half."""
    if n * p < _LOOK_AT_EACH:
        return _binomial_by_inversion(state, n, p)
    return _binomial_by_rejection(state, n, p)


@kernel
def _binomial_by_inversion(state: State, n: int, p: float) -> int:
    """Go up from 0 until the probabilities so far pass a uniform number (BINV)."""
    none, square, times = 1.0, 1.0 - p, n
    while times > 0:
        if times & 1:
            none *= square
        square *= square
        times >>= 1
    odds = p / (1.0 - p)
    while True:
        left, likely, found = uniform(state), none, 0
        while left >= likely and found < _FAR:
            left -= likely
            found += 1
            likely *= odds * (n + 1 - found) / found
        if found <= n and found < _FAR:
            return found


@kernel
def _binomial_by_rejection(state: State, n: int, p: float) -> int:
    """Transformed rejection with squeeze (BTRS)."""
    spread = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    alpha = (2.83 + 5.1 / b) * spread
    odds = math.log(p / (1.0 - p))
    mode = math.floor((n + 1) * p)
    peak = math.lgamma(mode + 1.0) + math.lgamma(n - mode + 1.0)
    while True:
        u, v = uniform(state) - 0.5, 1.0 - uniform(state)
        edge = 0.5 - abs(u)
        k = math.floor((2.0 * a / edge + b) * u + n * p + 0.5) if edge > 0.0 else -1.0
        if k < 0 or k > n:
            continue
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return int(k)
        likely = peak - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0) + (k - mode) * odds
        if math.log(v * alpha / (a / (edge * edge) + b)) <= likely:
            return int(k)


@kernel
def poisson(state: State, mean: float) -> int:
    """How many come when they come independently, `mean` of them on average.

    >>> poisson(seeded(1), 0.0)
    0
    """
    if mean <= 0.0:
        return 0
    if mean < _LOOK_AT_EACH:
        return _poisson_by_product(state, mean)
    return _poisson_by_rejection(state, mean)


@kernel
def _poisson_by_product(state: State, mean: float) -> int:
    """Count how many uniform numbers can be multiplied before the product is too small."""
    least, product, found = math.exp(-mean), uniform(state), 0
    while product > least:
        product *= uniform(state)
        found += 1
    return found


@kernel
def _poisson_by_rejection(state: State, mean: float) -> int:
    """Transformed rejection with squeeze (PTRS)."""
    b = 0.931 + 2.53 * math.sqrt(mean)
    a = -0.059 + 0.02483 * b
    inverse = 1.1239 + 1.1328 / (b - 3.4)
    while True:
        u, v = uniform(state) - 0.5, 1.0 - uniform(state)
        edge = 0.5 - abs(u)
        k = math.floor((2.0 * a / edge + b) * u + mean + 0.43) if edge > 0.0 else -1.0
        if edge >= 0.07 and v <= 0.9277 - 3.6224 / (b - 2.0):
            return int(k)
        if k < 0 or (edge < 0.013 and v > edge):
            continue
        likely = k * math.log(mean) - mean - math.lgamma(k + 1.0)
        if math.log(v * inverse / (a / (edge * edge) + b)) <= likely:
            return int(k)


@kernel
def multinomial(state: State, n: int, weights: Floats, out: Ints) -> None:
    """Spread n over places by their weights, added to `out`; all weights 0 spreads evenly.

    >>> out = np.zeros(3, dtype=np.int64)
    >>> multinomial(seeded(1), 10, np.array([0.0, 1.0, 1.0]), out)
    >>> int(out[0]), int(out.sum())
    (0, 10)
    """
    rest, even = 0.0, 0.0
    for weight in weights:
        rest += weight
    if rest <= 0.0:
        even, rest = 1.0, float(len(weights))
    last = len(weights) - 1
    while last > 0 and weights[last] + even <= 0.0:
        last -= 1
    for place in range(last):
        taken = binomial(state, n, min(1.0, (weights[place] + even) / rest))
        out[place] += taken
        n -= taken
        rest -= weights[place] + even
        if n == 0:
            return
    out[last] += n
