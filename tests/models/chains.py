"""A sequential sampler of decay chains, for tests only: fixed masses, numpy's own generator, accept-reject by rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from mcgen.models import Amplitude, CPAmplitude, ModeFacts, PhaseSpaceModel, TwoBodyAmplitude, get_model
from mcgen.spin import (
    SCALAR,
    SpinStates,
    daughter_density,
    decay_matrix,
    trace,
    trace_product,
    two_body_amplitude,
    two_body_bound,
    two_body_intensity,
    unpolarised,
)
from mcgen.typing import ComplexArray, FloatArray


@dataclass
class Particle:
    """A particle of a test chain and, if it decays, how."""

    mass: float
    states: SpinStates = SCALAR
    pdg: int = 0
    model: str = ""
    arguments: tuple[float, ...] = ()
    daughters: tuple[Particle, ...] = ()
    momenta: FloatArray = field(default_factory=lambda: np.zeros((4, 0)))

    def facts(self) -> ModeFacts:
        """Facts as the engine would hand them to the model."""
        members = (self, *self.daughters)
        return ModeFacts(tuple(p.states for p in members), tuple(p.pdg for p in members))

    def depth_first(self) -> list[FloatArray]:
        """Momenta of all particles, mother first, in the frame that :func:`generate` used."""
        return [self.momenta, *(p for daughter in self.daughters for p in daughter.depth_first())]


def boost(p4: FloatArray, frame: FloatArray) -> FloatArray:
    """Take `p4`, given in the rest frame of `frame`, to where `frame` is given (pure boost)."""
    mass = np.sqrt(frame[0] ** 2 - np.sum(frame[1:] ** 2, axis=0))
    along = np.sum(frame[1:] * p4[1:], axis=0)
    out = np.empty_like(p4)
    out[0] = (frame[0] * p4[0] + along) / mass
    out[1:] = p4[1:] + frame[1:] * ((along / (frame[0] + mass) + p4[0]) / mass)
    return out


def two_body_momenta(mass: float, first: float, second: float, cos_theta: FloatArray, phi: FloatArray) -> FloatArray:
    """Momenta of both daughters in the mother's rest frame, ``[2, 4, n]``."""
    momentum = np.sqrt((mass**2 - (first + second) ** 2) * (mass**2 - (first - second) ** 2)) / (2 * mass)
    sin_theta = np.sqrt(1 - cos_theta**2)
    direction = np.stack([sin_theta * np.cos(phi), sin_theta * np.sin(phi), cos_theta])
    out = np.empty((2, 4, cos_theta.size))
    out[0, 0], out[1, 0] = np.hypot(momentum, first), np.hypot(momentum, second)
    out[0, 1:], out[1, 1:] = momentum * direction, -momentum * direction
    return out


def _direction(rng: np.random.Generator, n: int) -> tuple[FloatArray, FloatArray]:
    return rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)


def _three_bodies(mass: float, masses: FloatArray, rng: np.random.Generator, n: int) -> tuple[FloatArray, FloatArray]:
    """Three-body momenta uniform in (m23, directions) and their phase-space weight p1 p23."""
    pair = rng.uniform(masses[1] + masses[2], mass - masses[0], n)

    def size(m: FloatArray | float, a: FloatArray | float, b: FloatArray | float) -> FloatArray:
        return np.asarray(np.sqrt((m**2 - (a + b) ** 2) * (m**2 - (a - b) ** 2)) / (2 * m))

    out = np.empty((3, 4, n))
    p1, p23 = size(mass, masses[0], pair), size(pair, masses[1], masses[2])
    for momentum, indices in ((p1, (0, None)), (p23, (1, 2))):
        cos_theta, phi = _direction(rng, n)
        sin_theta = np.sqrt(1 - cos_theta**2)
        vector = momentum * np.stack([sin_theta * np.cos(phi), sin_theta * np.sin(phi), cos_theta])
        if indices[1] is None:
            out[0] = np.concatenate([[np.hypot(momentum, masses[0])], vector])
            system = np.concatenate([[np.hypot(momentum, pair)], -vector])
        else:
            for index, sign in ((1, 1.0), (2, -1.0)):
                out[index] = np.concatenate([[np.hypot(momentum, masses[index])], sign * vector])
    for index in (1, 2):
        out[index] = boost(out[index], system)
    return out, p1 * p23


def _draw(mother: Particle, rho: ComplexArray, rng: np.random.Generator) -> tuple[FloatArray, ComplexArray | None]:
    model = get_model(mother.model)
    n = rho.shape[-1]
    masses = np.array([d.mass for d in mother.daughters])
    spins = mother.facts().spins
    column = np.array(model.row_parameters(mother.facts(), mother.arguments), dtype=float)
    parameters = np.repeat(column[:, None], n, axis=1) if column.size else np.zeros((0, n))
    if isinstance(model, PhaseSpaceModel):
        cos_theta, phi = _direction(rng, n)
        return two_body_momenta(mother.mass, masses[0], masses[1], cos_theta, phi), None
    if isinstance(model, Amplitude):
        return _draw_three(mother, model, rho, rng, masses, spins)
    assert isinstance(model, TwoBodyAmplitude)
    assert not isinstance(model, CPAmplitude)
    triple = (spins[0], spins[1], spins[2])
    columns = np.repeat(masses[:, None], n, axis=1)
    helicity = model.helicity_amplitudes(parameters, np.full(n, mother.mass), columns, triple)
    pattern = model.pattern(triple)
    limit = two_body_bound(helicity, triple, rho, pattern)
    cos_theta, phi = np.zeros(n), np.zeros(n)
    open_rows = np.arange(n)
    while open_rows.size:
        c, f = _direction(rng, open_rows.size)
        value = two_body_intensity(helicity[..., open_rows], triple, rho[..., open_rows], c, f, pattern)
        assert np.all(value <= limit[open_rows])
        good = rng.uniform(size=open_rows.size) * limit[open_rows] < value
        cos_theta[open_rows[good]], phi[open_rows[good]] = c[good], f[good]
        open_rows = open_rows[~good]
    return (
        two_body_momenta(mother.mass, masses[0], masses[1], cos_theta, phi),
        two_body_amplitude(helicity, triple, cos_theta, phi, pattern),
    )


def _draw_three(
    mother: Particle,
    model: Amplitude,
    rho: ComplexArray,
    rng: np.random.Generator,
    masses: FloatArray,
    spins: tuple[SpinStates, ...],
) -> tuple[FloatArray, ComplexArray]:
    n = rho.shape[-1]

    def propose(rows: int) -> tuple[FloatArray, FloatArray, ComplexArray]:
        p4, weight = _three_bodies(mother.mass, masses, rng, rows)
        column = np.repeat(masses[:, None], rows, axis=1)
        return p4, weight, model.amplitude(p4, np.full(rows, mother.mass), column, np.zeros((0, rows)), spins)

    p4, _, amplitude = propose(n)
    _, weight, trial = propose(50_000)
    limit = 1.3 * float(np.max(weight * trace(decay_matrix(trial, [None] * 3)))) * float(np.max(trace(rho)))
    open_rows = np.arange(n)
    while open_rows.size:
        q, weight, a = propose(open_rows.size)
        value = weight * trace_product(rho[..., open_rows], decay_matrix(a, [None] * 3))
        assert np.all(value < limit)
        good = rng.uniform(size=open_rows.size) * limit < value
        p4[..., open_rows[good]], amplitude[..., open_rows[good]] = q[..., good], a[..., good]
        open_rows = open_rows[~good]
    return p4, amplitude


def _decay(mother: Particle, rho: ComplexArray, rng: np.random.Generator) -> ComplexArray:
    n = rho.shape[-1]
    if not mother.daughters:
        return unpolarised(mother.states.count, n)
    p4, amplitude = _draw(mother, rho, rng)
    decays: list[ComplexArray | None] = [None] * len(mother.daughters)
    for index, daughter in enumerate(mother.daughters):
        daughter.momenta = boost(p4[index], mother.momenta)
        if not daughter.daughters:
            continue
        if amplitude is None:
            density = unpolarised(daughter.states.count, n)
        else:
            density = daughter_density(amplitude, rho, decays, index)
        # the daughter decays in its own rest frame, reached by a pure boost from the mother's
        at_home = Particle(**{**daughter.__dict__, "momenta": p4[index]})
        decays[index] = _decay(at_home, density, rng)
        _boost_all(at_home, mother.momenta)
        daughter.daughters = at_home.daughters
    if amplitude is None:
        return unpolarised(mother.states.count, n)
    return decay_matrix(amplitude, decays)


def _boost_all(particle: Particle, frame: FloatArray) -> None:
    for daughter in particle.daughters:
        daughter.momenta = boost(daughter.momenta, frame)
        _boost_all(daughter, frame)


def generate(mother: Particle, n: int, seed: int, density: ComplexArray | None = None) -> list[FloatArray]:
    """Momenta ``[4, n]`` of all particles, depth first, in the mother's rest frame.

    Parameters
    ----------
    density
        Spin density matrix ``[s, s]`` of the mother; default: unpolarised.
    """
    rng = np.random.default_rng(seed)
    mother.momenta = np.zeros((4, n))
    mother.momenta[0] = mother.mass
    rho = unpolarised(mother.states.count, n) if density is None else np.repeat(density[..., None], n, axis=-1)
    _decay(mother, rho, rng)
    return mother.depth_first()


def helicity_cosine(daughter: FloatArray, parent: FloatArray, grandparent: FloatArray) -> FloatArray:
    """Cosine, in the parent's rest frame, between the daughter and the parent's direction of flight."""
    d, g = to_rest(daughter, parent), to_rest(grandparent, parent)
    norm = np.sqrt(np.sum(d[1:] ** 2, axis=0) * np.sum(g[1:] ** 2, axis=0))
    return np.asarray(-np.sum(d[1:] * g[1:], axis=0) / norm)


def to_rest(p4: FloatArray, frame: FloatArray) -> FloatArray:
    """`p4` in the rest frame of `frame`."""
    back = frame.copy()
    back[1:] *= -1
    return boost(p4, back)


def plane_angle(
    first: tuple[FloatArray, FloatArray], second: tuple[FloatArray, FloatArray], mother: FloatArray
) -> FloatArray:
    """Angle from the plane of the first pair to that of the second around the first pair's direction, (-pi, pi]."""
    a1, a2, b1, b2 = (to_rest(p, mother)[1:] for p in (*first, *second))
    axis = a1 + a2
    axis = axis / np.sqrt(np.sum(axis**2, axis=0))
    one, two = np.cross(a1, a2, axis=0), np.cross(b1, b2, axis=0)
    return np.asarray(np.arctan2(np.sum(np.cross(one, two, axis=0) * axis, axis=0), np.sum(one * two, axis=0)))
