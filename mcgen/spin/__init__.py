"""Spin: rotation functions, states, amplitudes of two bodies, density matrices."""

from mcgen.spin.density import (
    contract_axis,
    daughter_density,
    decay_matrix,
    intensity,
    trace,
    trace_product,
    unpolarised,
)
from mcgen.spin.states import ANTINEUTRINO, NEUTRINO, PHOTON, SCALAR, SpinStates, massive, spin_states
from mcgen.spin.two_body import (
    TwoBodySpins,
    allowed_helicities,
    helicity_weights,
    two_body_amplitude,
    two_body_bound,
    two_body_intensity,
)
from mcgen.spin.wigner import azimuth_phase, small_d, small_d_columns, wigner_d_matrix

__all__ = [
    "ANTINEUTRINO",
    "NEUTRINO",
    "PHOTON",
    "SCALAR",
    "SpinStates",
    "TwoBodySpins",
    "allowed_helicities",
    "azimuth_phase",
    "contract_axis",
    "daughter_density",
    "decay_matrix",
    "helicity_weights",
    "intensity",
    "massive",
    "small_d",
    "small_d_columns",
    "spin_states",
    "trace",
    "trace_product",
    "two_body_amplitude",
    "two_body_bound",
    "two_body_intensity",
    "unpolarised",
    "wigner_d_matrix",
]
