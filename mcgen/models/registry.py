"""All decay models by the name that decay files use.

Models of other packages join through the entry-point group ``mcgen.models``: each entry point names a
:class:`~mcgen.models.kinds.DecayModel` class.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TypeVar

from mcgen.decays.signature import ModelSignature
from mcgen.errors import McgenError, UnsupportedModelError
from mcgen.models.kinds import DecayModel

__all__ = ["ENTRY_POINT_GROUP", "find_model", "get_model", "names", "register", "signatures"]

ENTRY_POINT_GROUP = "mcgen.models"

_OWN_MODULES = (
    "cp_scalar",
    "cp_scalar_x",
    "cp_vectors",
    "leptonic",
    "mixing",
    "partial_waves",
    "phase_space",
    "scalar_to_vectors",
    "tensor",
    "vector_radiative",
    "vector_to_scalars",
    "vector_to_vector_pipi",
    "vector_to_vector_scalar",
)

ModelClass = TypeVar("ModelClass", bound=type[DecayModel])
_registered: dict[str, DecayModel] = {}


def register(model: ModelClass) -> ModelClass:
    """Class decorator: make a model known under ``model.signature.name``.

    Raises
    ------
    McgenError
        When another class already has this name.
    """
    name = model.signature.name
    present = _registered.get(name)
    if present is not None and type(present) is not model:
        raise McgenError(f"decay model {name} is registered twice: {type(present).__module__}, {model.__module__}")
    _registered[name] = model()
    return model


@lru_cache(maxsize=1)
def _load_own() -> None:
    for module in _OWN_MODULES:
        import_module(f"mcgen.models.{module}")


@lru_cache(maxsize=1)
def _load_others() -> None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=ENTRY_POINT_GROUP):
        model = entry.load()
        if not (isinstance(model, type) and issubclass(model, DecayModel)):
            raise McgenError(
                f"entry point {entry.name} of group {ENTRY_POINT_GROUP} is not a decay model: {entry.value}"
            )
        register(model)


def find_model(name: str) -> DecayModel | None:
    """Return the model of that name, None when this version cannot generate it."""
    _load_own()
    if name not in _registered:
        _load_others()
    return _registered.get(name)


def get_model(name: str) -> DecayModel:
    """Return the model of that name.

    Raises
    ------
    UnsupportedModelError
        When there is none.
    """
    model = find_model(name)
    if model is None:
        from mcgen.diagnostics.suggest import suggest

        known = sorted(signatures())
        if name in known:
            raise UnsupportedModelError(f"decay model {name} is not implemented yet")
        near = suggest(name, known)
        hint = f"; did you mean {' or '.join(near[:3])}?" if near else ""
        raise UnsupportedModelError(f"unknown decay model {name}{hint}")
    return model


def names() -> tuple[str, ...]:
    """Names of all models that can be generated, sorted."""
    _load_own()
    _load_others()
    return tuple(sorted(_registered))


def signatures() -> dict[str, ModelSignature]:
    """Signatures of all models known by name, those that cannot be generated yet (``implemented=False``) included."""
    from mcgen.models.catalogue import planned_signatures

    known = planned_signatures()
    known.update({name: _registered[name].signature for name in names()})
    return known
