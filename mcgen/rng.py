"""Counter-based random streams: an event is a pure function of its name.

Every particle of every event owns a stream that is named by (seed, experiment, run, domain; event, node), where the
node is its place in the decay tree. A draw is a hash of the stream's name and the draw's number; nothing is carried
from one draw to the next, so the value does not depend on the batch, the order of work or the number of workers.

The hash is the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195; constants
"Mix13" of D. Stafford) applied twice with two independent 64-bit words of the stream in between, so that a stream is
named by 128 bits: with a single 64-bit word, 1e12 particles would share streams by the birthday bound.
"""

from __future__ import annotations

import enum
import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from mcgen.typing import FloatArray, UintArray

__all__ = ["ROOT_NODE", "Purpose", "Rows", "Streams", "child_node", "draw_index"]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_NODE = np.uint64(0xD1342543DE82EF95)
_SECOND = np.uint64(0xDA942042E4DD58B5)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_MASK = 0xFFFFFFFFFFFFFFFF
_TO_UNIT = 2.0**-52

ROOT_NODE = np.uint64(0x243F6A8885A308D3)
"""Node of the first particle of an event (the fractional digits of pi)."""

_BLOCK = 8192  # rows a block: the working set stays in the first-level cache


class Purpose(enum.IntEnum):
    """What a draw is for; each purpose has its own range of draw numbers."""

    MODE = 1
    LIFETIME = 2
    MASS = 3
    KINEMATICS = 4
    MIXING = 5
    BEAM = 6
    VERTEX = 7
    PROCESS = 8
    SCAN = 9
    POLARISATION = 10


def draw_index(purpose: Purpose, trial: int = 0, k: int = 0) -> int:
    """Return the draw number of draw ``k`` of attempt ``trial`` for a purpose.

    >>> draw_index(Purpose.MODE) == 1 << 48
    True
    """
    return (int(purpose) << 48) | (trial << 16) | k


def _mix(x: UintArray, scratch: UintArray | None = None) -> UintArray:
    """Mix 64-bit words in place (SplitMix64 finaliser); the array given is overwritten and returned."""
    t = np.right_shift(x, _S30, out=scratch)
    x ^= t
    x *= _MIX_A
    np.right_shift(x, _S27, out=t)
    x ^= t
    x *= _MIX_B
    np.right_shift(x, _S31, out=t)
    x ^= t
    return x


def _words(text: str) -> tuple[np.uint64, np.uint64]:
    digest = hashlib.sha256(text.encode()).digest()
    return np.uint64(int.from_bytes(digest[:8], "little")), np.uint64(int.from_bytes(digest[8:16], "little"))


def child_node(node: UintArray, slot: int | npt.NDArray[np.integer[Any]]) -> UintArray:
    """Return the nodes of daughters.

    Parameters
    ----------
    node
        Nodes of the mothers, ``uint64[n]``.
    slot
        Position of the daughter in the decay, an integer or ``[n]``.
    """
    if isinstance(slot, np.ndarray):
        step = slot.astype(np.uint64)
        step += np.uint64(1)
        step *= _GOLDEN
        step += node * _NODE
        return _mix(step)
    return _mix(node * _NODE + np.uint64(((int(slot) + 1) * int(_GOLDEN)) & _MASK))


class Rows:
    """The streams of n particles, one a row.

    Parameters
    ----------
    a, b
        The two words of each stream's name, ``uint64[n]``.
    """

    __slots__ = ("a", "b")

    def __init__(self, a: UintArray, b: UintArray) -> None:
        self.a = a
        self.b = b

    def __len__(self) -> int:
        return len(self.a)

    def __getitem__(self, rows: Any) -> Rows:
        return Rows(self.a[rows], self.b[rows])

    def bits(self, draw: int | UintArray) -> UintArray:
        """Return 64 random bits a row for the given draw number (an integer, or one a row)."""
        n = len(self.a)
        out = np.empty(n, np.uint64)
        scratch = np.empty(min(n, _BLOCK), np.uint64)
        for start in range(0, n, _BLOCK):
            s = slice(start, start + _BLOCK)
            x = out[s]
            self._hash(draw, s, x, scratch[: len(x)])
        return out

    def uniform(self, draw: int | UintArray) -> FloatArray:
        """Return a uniform number in the open interval (0, 1) a row.

        The upper 52 bits k of the hash give (k + 1/2) / 2^52, so neither end is ever reached.

        Parameters
        ----------
        draw
            Draw number: an integer, or ``uint64[n]`` for a number of its own in each row.
        """
        out = np.empty(len(self.a))
        self._fill(draw, out)
        return out

    def _hash(self, draw: int | UintArray, rows: slice, x: UintArray, scratch: UintArray) -> None:
        if isinstance(draw, np.ndarray):
            np.multiply(draw[rows], _GOLDEN, out=x, dtype=np.uint64, casting="unsafe")
            x += self.a[rows]
        else:
            np.add(self.a[rows], np.uint64((int(draw) * int(_GOLDEN)) & _MASK), out=x)
        _mix(x, scratch)
        x += self.b[rows]
        _mix(x, scratch)

    def _fill(self, draw: int | UintArray, out: FloatArray) -> None:
        n = len(out)
        words = np.empty((2, min(n, _BLOCK)), np.uint64)
        for start in range(0, n, _BLOCK):
            s = slice(start, start + _BLOCK)
            u = out[s]
            x = words[0, : len(u)]
            self._hash(draw, s, x, words[1, : len(u)])
            x >>= _S12
            np.add(x, 0.5, out=u)
            u *= _TO_UNIT

    def uniforms(self, first: int | UintArray, count: int) -> FloatArray:
        """Return ``count`` uniform numbers a row for draws ``first ... first + count - 1``: ``float64[count, n]``.

        ``first`` is an integer, or ``uint64[n]`` for a number of its own in each row.
        """
        out = np.empty((count, len(self.a)))
        for k in range(count):
            self._fill(first + np.uint64(k) if isinstance(first, np.ndarray) else first + k, out[k])
        return out


class Streams:
    """All streams of one (seed, experiment, run) and one domain.

    Parameters
    ----------
    seed
        Any non-negative integer.
    experiment, run
        Experiment and run number.
    domain
        What the streams serve ("generator", "beam", "detector", ...): domains never disturb each other.
    """

    def __init__(self, seed: int, experiment: int = 0, run: int = 0, domain: str = "generator") -> None:
        if seed < 0:
            raise ValueError(f"seed must not be negative, got {seed}")
        self.seed, self.experiment, self.run, self.domain = seed, experiment, run, domain
        self._a, self._b = _words(f"mcgen 1/{domain}/{seed}/{experiment}/{run}")

    def rows(self, event: npt.NDArray[np.integer[Any]], node: UintArray | np.uint64 = ROOT_NODE) -> Rows:
        """Return the streams of particles.

        Parameters
        ----------
        event
            Event numbers ``[n]``.
        node
            Nodes ``uint64[n]``, or one node for all rows.
        """
        n = len(event)
        a = np.empty(n, np.uint64)
        b = np.empty(n, np.uint64)
        scratch = np.empty(min(n, _BLOCK), np.uint64)
        one_node = np.ndim(node) == 0
        fixed = np.uint64((int(node) * int(_SECOND)) & _MASK) if one_node else np.uint64(0)
        for start in range(0, n, _BLOCK):
            s = slice(start, start + _BLOCK)
            number = event[s].astype(np.uint64)
            x, y, t = a[s], b[s], scratch[: len(number)]
            np.multiply(number, _GOLDEN, out=x)
            x += self._a
            _mix(x, t)
            np.multiply(number, _SECOND, out=y)
            y ^= self._b
            _mix(y, t)
            if one_node:
                x ^= np.uint64(node)
                y += fixed
            else:
                part = np.asarray(node)[s]
                x ^= part
                np.multiply(part, _SECOND, out=t)
                y += t
            _mix(x, t)
            _mix(y, t)
        return Rows(a, b)
