from __future__ import annotations

import pickle

import pytest

from mcgen.decays import DecayMode, ModelSignature, Parameter

SVV = ModelSignature(
    name="SVV_HELAMP",
    parameters=tuple(Parameter(name) for name in ("|H+|", "arg H+", "|H0|", "arg H0", "|H-|", "arg H-")),
    counts=(6,),
    daughters=(2,),
    mother_spin2=(0,),
    daughter_spin2=((2,), (2,)),
)


@pytest.mark.parametrize(
    ("mother", "daughters", "parameters", "kinds"),
    [
        (0, (2, 2), (1.0,) * 6, []),
        (None, (None, 2), (1.0,) * 6, []),
        (1, (2, 2), (1.0,) * 6, ["mother-spin"]),
        (0, (2, 0), (1.0,) * 6, ["daughter-spin"]),
        (0, (2, 2, 0), (1.0,) * 6, ["daughter-count"]),
        (0, (2, 2), (1.0,) * 5, ["parameter-count"]),
        (0, (2, 2), (1.0, "x", 1.0, 1.0, 1.0, "y"), ["parameter-type", "parameter-type"]),
        (3, (1,), ("x",), ["daughter-count", "mother-spin", "parameter-count", "parameter-type"]),
    ],
)
def test_problems(
    mother: int | None, daughters: tuple[int | None, ...], parameters: tuple[float | str, ...], kinds: list[str]
) -> None:
    assert [problem.kind for problem in SVV.problems(mother, daughters, parameters)] == kinds


def test_messages_say_what_is_wanted() -> None:
    (problem,) = SVV.problems(1, (2, 2), (1.0,) * 6)
    assert problem.message == "SVV_HELAMP needs a mother of spin 0, this one has spin 1/2"
    (problem,) = SVV.problems(0, (2, 2), ())
    assert problem.message.startswith("SVV_HELAMP takes 6 parameters, 0 given (they are: |H+|, arg H+")


def test_anything_goes_without_limits_but_text_for_numbers() -> None:
    free = ModelSignature("X", parameters=(Parameter("file", kind="text"),))
    assert free.problems(7, (1, 2, 3), ("a.xml", 1.0, 2.0)) == []
    assert [problem.index for problem in free.problems(0, (), ("a.xml", "b"))] == [1]


def test_modes_are_comparable_hashable_and_can_be_pickled() -> None:
    mode = DecayMode(0.5, ("K-", "pi+"), "PHSP")
    assert mode == DecayMode(fraction=0.5, daughters=("K-", "pi+"), model="PHSP")
    assert mode != DecayMode(0.5, ("K-", "pi+"), "PHSP", photos=True)
    assert len({mode, DecayMode(0.5, ("K-", "pi+"), "PHSP")}) == 1
    assert pickle.loads(pickle.dumps(mode)) == mode
    assert (mode.line, mode.where) == (0, "")
