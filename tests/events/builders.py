"""Valid events without an engine: random trees with exact four-momentum sums."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mcgen.events import Events, Process, Status

MASSES = {300553: 10.58, 511: 5.27934, -511: 5.27934, 211: 0.13957, -211: 0.13957, 22: 0.0}


def two_body(
    mother: npt.NDArray[np.float64], m1: float, m2: float, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return two daughters' (E, px, py, pz) [4, n] of mothers' four-momenta [4, n], isotropic in the rest frame."""
    n = mother.shape[1]
    mass = np.sqrt(mother[0] ** 2 - (mother[1:] ** 2).sum(axis=0))
    e1 = (mass**2 + m1**2 - m2**2) / (2 * mass)
    k = np.sqrt(np.maximum(e1**2 - m1**2, 0.0))
    cos, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    sin = np.sqrt(1 - cos**2)
    p = k * np.stack([sin * np.cos(phi), sin * np.sin(phi), cos])
    b = mother[1:] / mother[0]
    gamma = mother[0] / mass
    along = (b * p).sum(axis=0)
    boosted = p + b * (gamma * e1 + gamma**2 / (1 + gamma) * along)
    first = np.concatenate([(gamma * (e1 + along))[None], boosted])
    return first, mother - first


def make_events(n: int, seed: int = 1, first: int = 0, displaced: bool = True) -> Events:
    """Return n events Y(4S) -> B0 anti-B0, B0 -> pi+ pi- (two B's in even events, one pair of photons else)."""
    rng = np.random.default_rng(seed)
    pdg, status, mother, first_d, last_d = [], [], [], [], []
    counts = np.where(np.arange(n) % 2 == 0, 7, 3)
    for even in np.arange(n) % 2 == 0:
        if even:
            pdg += [300553, 511, -511, 211, -211, 22, 22]
            mother += [-1, 0, 0, 1, 1, 2, 2]
            first_d += [1, 3, 5, -1, -1, -1, -1]
            last_d += [2, 4, 6, -1, -1, -1, -1]
        else:
            pdg += [300553, 22, 22]
            mother += [-1, 0, 0]
            first_d += [1, -1, -1]
            last_d += [2, -1, -1]
    status = [int(Status.PRIMARY | (Status.STABLE if d < 0 else 0)) for d in first_d]
    offsets = np.concatenate(([0], np.cumsum(counts)))
    total = int(offsets[-1])
    p4, x4 = np.zeros((4, total)), np.zeros((4, total))
    start = offsets[:-1]
    y = np.stack([np.full(n, np.sqrt(10.58**2 + 3.0**2)), np.zeros(n), np.zeros(n), np.full(n, 3.0)])
    p4[:, start] = y
    odd, even = start[1::2], start[::2]
    p4[:, odd + 1], p4[:, odd + 2] = two_body(y[:, 1::2], 0.0, 0.0, rng)
    b1, b2 = two_body(y[:, ::2], 5.27934, 5.27934, rng)
    p4[:, even + 1], p4[:, even + 2] = b1, b2
    p4[:, even + 3], p4[:, even + 4] = two_body(b1, 0.13957, 0.13957, rng)
    p4[:, even + 5], p4[:, even + 6] = two_body(b2, 0.0, 0.0, rng)
    decay = np.zeros((4, total))
    decay[0] = np.inf
    decay[0, start] = 0.0
    for k, b in ((1, b1), (2, b2)):
        t = rng.exponential(1.5e-3, len(even)) if displaced else np.zeros(len(even))
        vertex = np.concatenate([t[None], b[1:] / b[0] * 29.9792458 * t]) if len(even) else np.zeros((4, 0))
        decay[:, even + k] = vertex
        for d in (2 * k + 1, 2 * k + 2):
            x4[:, even + d] = vertex
            decay[1:, even + d] = vertex[1:]
    columns = {
        "pdg": pdg, "status": status, "mother": mother, "first_daughter": first_d, "last_daughter": last_d,
        "px": p4[1], "py": p4[2], "pz": p4[3], "energy": p4[0],
        "production_x": x4[1], "production_y": x4[2], "production_z": x4[3], "production_time": x4[0],
        "decay_x": decay[1], "decay_y": decay[2], "decay_z": decay[3], "decay_time": decay[0],
        "experiment": np.full(n, 1003), "run": np.full(n, 2), "event": np.arange(first, first + n),
        "weight": np.ones(n), "process": np.full(n, int(Process.MIXED)), "event_code": np.full(n, 12130320010),
    }  # fmt: skip
    return Events(offsets, columns)


def random_events(n: int, seed: int, wild: bool = False, beams: bool = False) -> Events:
    """Return n events with random trees, breadth first.

    ``wild``: any bit pattern in the float columns (nan, inf, -0.0); otherwise finite numbers, and daughters are made
    where their mother decays. ``beams``: two beam particles in front of each event.
    """
    rng = np.random.default_rng(seed)
    rows: list[list[int]] = []  # mother, first daughter, last daughter, status
    counts = []
    for _ in range(n):
        event = [[-1, -1, -1, int(Status.PRIMARY | Status.STABLE | Status.INITIAL)] for _ in range(2 * beams)]
        event.append([-1, -1, -1, int(Status.PRIMARY)])
        k = 2 * beams
        while k < len(event):
            daughters = int(rng.integers(0, 4)) if len(event) < 12 else 0
            if daughters:
                event[k][1:3] = len(event), len(event) + daughters - 1
                event += [[k, -1, -1, int(Status.PRIMARY)] for _ in range(daughters)]
            else:
                event[k][3] |= int(Status.STABLE) | int(rng.choice([0, 0, 0, 64, 256]))
            k += 1
        rows += event
        counts.append(len(event))
    mother, first, last, status = np.array(rows, np.int64).reshape(-1, 4).T
    total, offsets = len(rows), np.concatenate(([0], np.cumsum(np.array(counts, np.int64))))
    names = (
        "px",
        "py",
        "pz",
        "energy",
        *(f"{w}_{a}" for w in ("production", "decay") for a in ("x", "y", "z", "time")),
    )
    if wild:
        floats = {name: rng.bytes(8 * total) for name in names}
        columns = {name: np.frombuffer(text, np.float64) for name, text in floats.items()}
        weight = np.frombuffer(rng.bytes(8 * n), np.float64)
    else:
        columns = {name: np.ldexp(rng.uniform(-1, 1, total), rng.integers(-90, 90, total)) for name in names}
        weight = rng.normal(size=n)
        start = np.repeat(offsets[:-1], counts)
        for axis in ("x", "y", "z", "time"):
            made, ended = columns[f"production_{axis}"], columns[f"decay_{axis}"]
            made[:] = np.where(mother >= 0, ended[start + np.maximum(mother, 0)], made)
            if beams:
                made[offsets[:-1] + 1] = made[offsets[:-1]]
            ended[:] = np.where(first >= 0, ended, np.inf if axis == "time" else made)
            for k in range(2 * beams):  # beam particles end where they collide
                ended[offsets[:-1] + k] = made[offsets[:-1] + 2]
    integers = {
        "pdg": rng.integers(-(2**31), 2**31, total), "status": status,
        "mother": mother, "first_daughter": first, "last_daughter": last,
        "experiment": rng.integers(0, 2**31, n), "run": rng.integers(0, 2**31, n),
        "event": rng.permutation(np.arange(n)), "process": rng.integers(0, 40, n),
        "event_code": rng.integers(0, 10**11, n),
    }  # fmt: skip
    return Events(offsets, {**columns, **integers, "weight": weight})
