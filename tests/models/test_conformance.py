"""What every registered model has to keep, checked over the registry: a new model is tested by being there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from mcgen.models import (
    Amplitude,
    CPAmplitude,
    DecayModel,
    ModeFacts,
    PhaseSpaceModel,
    TwoBodyAmplitude,
    get_model,
    names,
    pair_rate_bound,
    pair_rates,
    pair_time_stretch,
)
from mcgen.models.partial_waves import partial_waves
from mcgen.spin import (
    ANTINEUTRINO,
    NEUTRINO,
    PHOTON,
    SCALAR,
    SpinStates,
    TwoBodySpins,
    allowed_helicities,
    decay_matrix,
    massive,
    trace,
    trace_product,
    two_body_amplitude,
    two_body_bound,
    two_body_intensity,
)
from mcgen.typing import FloatArray
from tests.models.chains import two_body_momenta

N = 40
TAU = 1.519e-3
ANY_SPINS: list[TwoBodySpins] = [
    (massive(1), massive(1), SCALAR),
    (massive(2), PHOTON, massive(2)),
    (massive(4), massive(2), massive(2)),
    (SCALAR, massive(4), PHOTON),
    (massive(1), massive(3), massive(2)),
    (massive(1), SCALAR, NEUTRINO),
]


def _choices(spin2: int) -> list[SpinStates]:
    extra = {1: [NEUTRINO, ANTINEUTRINO, massive(1, antiparticle=True)], 2: [PHOTON]}
    return [massive(spin2), *extra.get(spin2, [])]


def _accepted(model: DecayModel) -> Iterator[ModeFacts]:
    """Every combination of spins that the model's signature allows."""
    signature = model.signature
    if signature.mother_spin2 is None:
        for spins in ANY_SPINS:
            yield ModeFacts(spins, (0, 0, 0))
        return
    wanted = signature.daughter_spin2 or ()
    count = min(signature.daughters or (2,))
    pdg = {"VSS_BMIX": (300553, 511, -511), "VVPIPI": (100443, 443, 211, -211)}.get(
        signature.name, (511, *range(1, count + 1))
    )
    for mother in signature.mother_spin2:
        for daughters in product(*([s for x in (w or ()) for s in _choices(x)] for w in wanted[:count])):
            yield ModeFacts((massive(mother), *daughters), pdg, True, TAU, TAU)


def _arguments(model: DecayModel, facts: ModeFacts, seed: int) -> tuple[float, ...]:
    rng = np.random.default_rng(seed)
    name = model.signature.name
    if name in {"HELAMP", "PARTWAVE"}:
        triple = (facts.spins[0], facts.spins[1], facts.spins[2])
        pairs = int(allowed_helicities(triple).sum()) if name == "HELAMP" else len(partial_waves(triple))
        return tuple(rng.uniform(0.1, 2, 2 * pairs))
    count = max(model.signature.counts or (0,))
    values = [float(x) for x in rng.uniform(0.2, 1.5, count)]
    if name == "VVP":
        return tuple(values[:8])
    for index, parameter in enumerate(model.signature.parameters[:count]):
        if parameter.name == "deltaM":
            values[index] = 0.507e12
        elif parameter.meaning.endswith("must be 0"):
            values[index] = 0.0
        elif "eigenvalue" in parameter.meaning:
            values[index] = -1.0
    return tuple(values)


def _cases() -> list[tuple[str, ModeFacts]]:
    cases: list[tuple[str, ModeFacts]] = []
    for name in names():
        model = get_model(name)
        if isinstance(model, PhaseSpaceModel):
            continue
        fitting = (f for f in _accepted(model) if model.problem(f, _arguments(model, f, 0)) is None)
        cases.extend((name, facts) for facts in fitting)
    return cases


def _label(value: object) -> str:
    if isinstance(value, ModeFacts):
        return "-".join("/".join(map(str, s.helicities2)) + ("anti" if s.antiparticle else "") for s in value.spins)
    return str(value)


CASES = _cases()
TWO_BODY = [c for c in CASES if isinstance(get_model(c[0]), TwoBodyAmplitude)]


def _columns(model: DecayModel, facts: ModeFacts) -> FloatArray:
    """Different arguments in every row."""
    rows = [model.row_parameters(facts, _arguments(model, facts, seed)) for seed in range(N)]
    assert len({len(row) for row in rows}) == 1
    return np.array(rows, dtype=float).T.reshape(len(rows[0]), N)


def _masses(seed: int = 3) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(4.0, 6.0, N), rng.uniform(0.1, 1.9, (2, N))


def test_every_model_has_a_case() -> None:
    assert {name for name, _ in CASES} == set(names()) - {"PHSP"}


@pytest.mark.parametrize(("name", "facts"), TWO_BODY, ids=_label)
def test_two_body_models(name: str, facts: ModeFacts) -> None:
    model = get_model(name)
    assert isinstance(model, TwoBodyAmplitude)
    spins = (facts.spins[0], facts.spins[1], facts.spins[2])
    parameters, (mother, masses) = _columns(model, facts), _masses()
    helicity = model.helicity_amplitudes(parameters, mother, masses, spins)
    assert helicity.shape == (spins[1].count, spins[2].count, N)
    assert helicity.dtype == np.complex128
    assert np.all(np.isfinite(helicity.view(float)))
    pattern = model.pattern(spins)
    assert pattern.shape == helicity.shape[:2]
    assert not np.any(helicity[~pattern])
    assert not np.any(pattern & ~allowed_helicities(spins))
    assert np.all(np.any(np.abs(helicity) > 0, axis=(0, 1)))
    rng = np.random.default_rng(4)
    j = spins[0].count
    root = rng.normal(size=(j, j, N)) + 1j * rng.normal(size=(j, j, N))
    rho = np.einsum("abn,cbn->acn", root, root.conj())
    cos_theta, phi = rng.uniform(-1, 1, N), rng.uniform(-np.pi, np.pi, N)
    intensity = two_body_intensity(helicity, spins, rho, cos_theta, phi, pattern)
    assert np.all(intensity >= 0)
    assert np.all(intensity <= two_body_bound(helicity, spins, rho, pattern))
    amplitude = two_body_amplitude(helicity, spins, cos_theta, phi, pattern)
    np.testing.assert_allclose(intensity, trace_product(rho, decay_matrix(amplitude, [None, None])), rtol=1e-9)
    for row in range(0, N, 7):
        part = slice(row, row + 1)
        one = model.helicity_amplitudes(parameters[:, part], mother[part], masses[:, part], spins)
        np.testing.assert_array_equal(one, helicity[..., part])


@pytest.mark.parametrize(("name", "facts"), TWO_BODY, ids=_label)
def test_mean_over_directions_is_the_sum_of_helicity_amplitudes(name: str, facts: ModeFacts) -> None:
    """Rotation invariance: the unpolarised intensity is the same for every direction and equals sum |H|^2."""
    model = get_model(name)
    assert isinstance(model, TwoBodyAmplitude)
    spins = (facts.spins[0], facts.spins[1], facts.spins[2])
    helicity = model.helicity_amplitudes(_columns(model, facts), *_masses(), spins)
    rng = np.random.default_rng(5)
    amplitude = two_body_amplitude(helicity, spins, rng.uniform(-1, 1, N), rng.uniform(-np.pi, np.pi, N))
    total = np.sum(np.abs(helicity) ** 2, axis=(0, 1))
    np.testing.assert_allclose(trace(decay_matrix(amplitude, [None, None])), total, rtol=1e-10)


@pytest.mark.parametrize(("name", "facts"), [c for c in CASES if isinstance(get_model(c[0]), CPAmplitude)], ids=_label)
def test_cp_models_keep_their_bound(name: str, facts: ModeFacts) -> None:
    model = get_model(name)
    assert isinstance(model, CPAmplitude)
    assert model.violates_cp
    spins = (facts.spins[0], facts.spins[1], facts.spins[2])
    parameters, (mother, masses) = _columns(model, facts), _masses()
    bound = model.rate_bound(parameters, mother, masses, spins)
    stretch = model.time_stretch(parameters)
    assert np.all((stretch >= 0) & (stretch < 1))
    flips = model.flips(parameters)
    largest = np.zeros(N)
    times = np.linspace(-30 * TAU, 30 * TAU, 301)
    for time, tag, flipped in product(times, (False, True), (False, True)):
        delta_t = np.full(N, time)
        amplitude = model.cp_amplitudes(
            parameters, delta_t, np.full(N, tag), np.full(N, flipped) & flips, mother, masses, spins
        )
        rate = np.sum(np.abs(amplitude) ** 2, axis=(0, 1)) * np.exp(-stretch * np.abs(delta_t) / TAU)
        largest = np.maximum(largest, rate)
    assert np.all(largest <= bound)
    assert np.all(largest > 0.2 * bound)


def test_mixing_keeps_its_bound() -> None:
    model = get_model("VSS_BMIX")
    assert model.mixes
    facts = next(iter(_accepted(model)))
    parameters = _columns(model, facts)
    for time in np.linspace(-30 * TAU, 30 * TAU, 101):
        rate = pair_rates(parameters, np.full(N, time)).sum(axis=0)
        rate = rate * np.exp(-pair_time_stretch(parameters) * abs(time) / TAU)
        assert np.all(rate <= pair_rate_bound(parameters))


@pytest.mark.parametrize(("name", "facts"), [c for c in CASES if isinstance(get_model(c[0]), Amplitude)], ids=_label)
def test_n_body_models(name: str, facts: ModeFacts) -> None:
    from tests.models.chains import boost

    model = get_model(name)
    assert isinstance(model, Amplitude)
    count = len(facts.spins) - 1
    assert count == 3
    rng = np.random.default_rng(6)
    masses = np.array([0.9, 0.14, 0.14])
    cos_theta, phi = rng.uniform(-1, 1, (2, N)), rng.uniform(-np.pi, np.pi, (2, N))
    outer = two_body_momenta(2.0, 0.9, 0.6, cos_theta[0], phi[0])
    inner = two_body_momenta(0.6, 0.14, 0.14, cos_theta[1], phi[1])
    p4 = np.stack([outer[0], boost(inner[0], outer[1]), boost(inner[1], outer[1])])
    columns = np.repeat(masses[:, None], N, axis=1)
    parameters = _columns(model, facts)
    amplitude = model.amplitude(p4, np.full(N, 2.0), columns, parameters, facts.spins)
    assert amplitude.shape == (*(s.count for s in facts.spins), N)
    assert np.all(np.isfinite(amplitude.view(float)))
    # unpolarised intensity: invariant under a rotation of everything
    rotated = p4[:, [0, 2, 3, 1]]
    after = model.amplitude(rotated, np.full(N, 2.0), columns, parameters, facts.spins)
    np.testing.assert_allclose(
        trace(decay_matrix(after, [None] * 3)), trace(decay_matrix(amplitude, [None] * 3)), rtol=1e-10
    )
    for row in range(0, N, 9):
        part = slice(row, row + 1)
        one = model.amplitude(p4[..., part], np.full(1, 2.0), columns[:, part], parameters[:, part], facts.spins)
        np.testing.assert_array_equal(one, amplitude[..., part])
