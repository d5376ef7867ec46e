"""Four-vectors, angles and phase space: pure formulas on arrays with rows last."""

from mcgen.kinematics.angles import (
    azimuth,
    cos_helicity_angle,
    cos_normal_angle,
    cos_opening_angle,
    cos_polar_angle,
    plane_angle,
)
from mcgen.kinematics.fourvectors import (
    boost,
    boost_to_rest,
    invariant_mass,
    mass_squared,
    momentum,
    rotate_from_z,
    rotate_to_z,
)
from mcgen.kinematics.phase_space import MAX_BODIES, PhaseSpaceTally, n_body
from mcgen.kinematics.two_body import breakup_momentum, isotropic_two_body
from mcgen.kinematics.volume import volume

__all__ = [
    "MAX_BODIES",
    "PhaseSpaceTally",
    "azimuth",
    "boost",
    "boost_to_rest",
    "breakup_momentum",
    "cos_helicity_angle",
    "cos_normal_angle",
    "cos_opening_angle",
    "cos_polar_angle",
    "invariant_mass",
    "isotropic_two_body",
    "mass_squared",
    "momentum",
    "n_body",
    "plane_angle",
    "rotate_from_z",
    "rotate_to_z",
    "volume",
]
