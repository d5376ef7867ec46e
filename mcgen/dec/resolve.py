"""From statements to a decay table, exactly as EvtGen does it.

EvtGen reads the central file and then the user's file with the same function into the same tables
(``EvtDecayTable::readDecayFile``), statement by statement; so the order of statements matters:

* ``Decay X`` replaces whatever X had, also within one file; an empty block makes X stable.
* ``CDecay X`` and ``CopyDecay X Y`` take what their source has *at that moment*; a later ``Decay`` of the source does not
  change X.
* ``RemoveDecay`` takes away the last mode with the same daughters in any order; what is left is drawn in the same ratios.
* ``Define`` names are replaced when a mode is read; an argument without a definition stays text. Arguments of a
  ``ModelAlias`` are not replaced; of two with the same name the first counts.
* ``Alias X Y`` means the real particle behind Y; declaring X again changes nothing.
* Mass and lineshape statements about an alias are about its particle.

Two things are more lenient than EvtGen: a ``ModelAlias`` is inherited from the central file (EvtGen forgets it at the end
of the file), and ``AddDecay`` exists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, cast

from mcgen.dec.file import DecayFile
from mcgen.dec.numbers import leading_number, to_number
from mcgen.dec.syntax import (
    AliasStatement,
    BlattWeisskopfStatement,
    CDecayStatement,
    ChargeConjStatement,
    CopyDecayStatement,
    DecayBlock,
    DefineStatement,
    FactorStatement,
    LineshapeStatement,
    MassLimitStatement,
    ModelAliasStatement,
    ModeNode,
    Name,
    PartialWaveStatement,
    ParticleStatement,
    PhotosStatement,
    PythiaStatement,
    RemoveDecayBlock,
)
from mcgen.decays.lineshapes import LineshapeKind, LineshapeStatements
from mcgen.decays.mode import DecayMode, ModeParameter
from mcgen.decays.table import DecayTable, PhotosState, TableSource
from mcgen.diagnostics.diagnostic import Diagnostic, Label, Severity
from mcgen.diagnostics.source import Source

__all__ = ["ParticleNames", "resolve"]


class ParticleNames(Protocol):
    """What the resolution asks of a particle table."""

    @property
    def names(self) -> Sequence[str]:
        """Names of the particles."""

    @property
    def index(self) -> Mapping[str, int]:
        """Position of each name."""

    @property
    def conjugate(self) -> Any:
        """Position of each particle's antiparticle, its own if it is its own antiparticle."""


def resolve(*files: DecayFile, particles: ParticleNames, base: DecayTable | None = None) -> DecayTable:
    """Lay decay files over each other.

    Parameters
    ----------
    files
        Decay files, the central one first.
    particles
        The particle table: which names exist and what their antiparticles are.
    base
        A table that has been resolved before; the files are laid over it. It is not changed.

    Returns
    -------
    DecayTable
        Its ``diagnostics`` are those of the files' syntax and those of the resolution, of these files alone (not those
        of `base`). Nothing is raised: a statement that cannot be carried out is left out, with an error.
    """
    builder = _Builder(particles, base if base is not None else DecayTable())
    for file in files:
        builder.add(file)
    return builder.table()


_NO_FLAGS = (False, False, False)
_LINESHAPES: dict[str, LineshapeKind] = {"LSFLAT": "flat", "LSNONRELBW": "nonrelbw", "LSMANYDELTAFUNC": "manydelta"}
_PHOTOS: dict[str, PhotosState] = {"yesPhotos": "yes", "noPhotos": "no", "normalPhotos": "normal"}


class _Conjugates(dict[str, str]):
    """Charge conjugates by name, worked out when they are first asked for; an empty string when there is none."""

    def __init__(self, builder: _Builder) -> None:
        super().__init__()
        self._builder = builder

    def __missing__(self, name: str) -> str:
        value = self._builder.work_out_conjugate(name)
        self[name] = value
        return value


class _Builder:
    """The tables while statements are carried out."""

    def __init__(self, particles: ParticleNames, base: DecayTable) -> None:
        self._particles = particles
        self._index = particles.index
        self._base = base
        self._modes = dict(base.modes)
        self._aliases = dict(base.aliases)
        self._conjugates = dict(base.conjugates)
        self._definitions = dict(base.definitions)
        self._model_aliases = dict(base.model_aliases)
        self._inherited_model_aliases = frozenset(base.model_aliases)
        self._photos: PhotosState = base.photos
        self._particle_changes = dict(base.particle_changes)
        self._lineshapes: LineshapeStatements = base.lineshapes.copy()
        self._pythia = list(base.pythia)
        self._sources = list(base.sources)
        self._diagnostics: list[Diagnostic] = []
        self._conjugate_of = _Conjugates(self)
        self._numbers: dict[str, ModeParameter] = {}
        self._source = Source("", "")

    def add(self, file: DecayFile) -> None:
        """Carry out all statements of a file."""
        self._source = file.source
        self._sources.append(TableSource(file.name, file.sha256))
        self._inherited_model_aliases = frozenset(self._model_aliases)
        self._diagnostics += file.diagnostics
        for statement in file.statements:
            carry_out = _ACTIONS.get(type(statement))
            if carry_out is not None:
                carry_out(self, statement)

    def table(self) -> DecayTable:
        """The finished table."""
        return DecayTable(
            modes=self._modes,
            aliases=self._aliases,
            conjugates=self._conjugates,
            definitions=self._definitions,
            model_aliases=self._model_aliases,
            photos=self._photos,
            particle_changes=self._particle_changes,
            lineshapes=self._lineshapes,
            pythia=tuple(self._pythia),
            sources=tuple(self._sources),
            diagnostics=tuple(self._diagnostics),
        )

    # -- decays

    def decay(self, block: DecayBlock) -> None:
        """``Decay`` and ``AddDecay``."""
        self._require(block.particle)
        modes = tuple(map(self._mode, block.modes))
        if block.keyword == "AddDecay":
            modes = self._modes.get(block.particle.text, ()) + modes
        self._modes[block.particle.text] = modes

    def _mode(self, node: ModeNode) -> DecayMode:
        words, model_at, flags = node.words, node.model_at, node.flags
        parameters: tuple[ModeParameter, ...] = ()
        model = words[model_at] if model_at < len(words) else ""
        if model in self._model_aliases:
            model, parameters = self._stand_in(node)
        elif model_at + 1 < len(words):
            parameters = tuple(map(self._parameter, words[model_at + 1 :]))
        photos, verbose, summary = (f in flags for f in ("PHOTOS", "VERBOSE", "SUMMARY")) if flags else _NO_FLAGS
        return DecayMode(
            node.fraction, words[1:model_at], model, parameters, photos, verbose, summary, node.span, self._source
        )

    def _parameter(self, word: str) -> ModeParameter:
        return self._value(self._definitions.get(word, word))

    def _value(self, word: str) -> ModeParameter:
        try:
            return self._numbers[word]
        except KeyError:
            number = to_number(word)
            return self._numbers.setdefault(word, word if number is None else number)

    def _stand_in(self, node: ModeNode) -> tuple[str, tuple[ModeParameter, ...]]:
        """What a ``ModelAlias`` stands for."""
        name = node.model
        model, arguments = self._model_aliases[name]
        if name in self._inherited_model_aliases:
            self._complain(
                Severity.WARNING,
                "inherited-model-alias",
                f"`{name}` is a `ModelAlias` of another file",
                (node.model_span, "EvtGen forgets it at the end of the file that declares it"),
                hint=f"declare it here: `ModelAlias {name} {' '.join((model, *arguments))};`",
            )
        if node.arguments:
            self._complain(
                Severity.ERROR,
                "arguments-of-model-alias",
                f"`{name}` is a `ModelAlias` and takes no arguments",
                (node.argument_spans[0], "expected `;`"),
                hint="remove the arguments or name the model itself",
            )
        return model, tuple(map(self._value, arguments))

    def cdecay(self, statement: CDecayStatement) -> None:
        """``CDecay``: the modes of the antiparticle, conjugated."""
        name = statement.particle.text
        if not self._require(statement.particle):
            return
        source = self._conjugate_of[name]
        if not source:
            self._complain_of_conjugate(statement.particle, name)
            return
        if source == name:
            self._modes[name] = ()
            self._complain(
                Severity.ERROR,
                "cdecay-self-conjugate",
                f"`{name}` is its own antiparticle",
                (statement.particle.span, "`CDecay` of it leaves it without decays"),
                hint="remove this statement",
            )
            return
        modes = self._modes.get(source)
        if modes is None:
            self._modes[name] = ()
            self._complain(
                Severity.ERROR,
                "cdecay-without-source",
                f"`{source}`, the antiparticle of `{name}`, has no decays here",
                (statement.particle.span, f"`{name}` is left without decays"),
                hint=f"write `Decay {source}` before this statement",
            )
            return
        self._modes[name] = tuple(self._conjugated(mode, statement.particle) for mode in modes)

    def _conjugated(self, mode: DecayMode, place: Name) -> DecayMode:
        conjugate_of = self._conjugate_of
        daughters = tuple([conjugate_of[daughter] for daughter in mode.daughters])
        if "" in daughters:
            for daughter, conjugate in zip(mode.daughters, daughters, strict=True):
                if not conjugate:
                    self._complain_of_conjugate(place, daughter)
            daughters = tuple(new or old for new, old in zip(daughters, mode.daughters, strict=True))
        return DecayMode(
            mode.fraction, daughters, mode.model, mode.parameters, mode.photos, False, False, mode.span, mode.source
        )

    def work_out_conjugate(self, name: str) -> str:
        """Charge conjugate of a name as EvtGen finds it; empty when there is none."""
        if (conjugate := self._conjugates.get(name)) is not None:
            return conjugate
        position = self._index.get(self._aliases.get(name, name))
        if position is None:
            return ""
        other = int(self._particles.conjugate[position])
        if name in self._aliases:
            return name if other == position else ""
        return self._particles.names[other]

    def copy_decay(self, statement: CopyDecayStatement) -> None:
        """``CopyDecay``."""
        if not (self._require(statement.new) & self._require(statement.old)):
            return
        if statement.old.text not in self._modes:
            self._complain(
                Severity.ERROR,
                "copydecay-without-source",
                f"`{statement.old}` has no decays here",
                (statement.old.span, "nothing to copy"),
                hint=f"write `Decay {statement.old}` before this statement",
            )
        self._modes[statement.new.text] = self._modes.get(statement.old.text, ())

    def remove_decay(self, block: RemoveDecayBlock) -> None:
        """``RemoveDecay``."""
        self._require(block.particle)
        name = block.particle.text
        modes = list(self._modes.get(name, ()))
        for removed in block.modes:
            wanted = sorted(daughter.text for daughter in removed.daughters)
            for index in reversed(range(len(modes))):
                if len(modes[index].daughters) == len(wanted) and sorted(modes[index].daughters) == wanted:
                    del modes[index]
                    break
            else:
                self._complain(
                    Severity.ERROR,
                    "removed-mode-unknown",
                    f"`{name}` has no decay to {' '.join(wanted)}",
                    (removed.span, "nothing to remove"),
                )
        if name in self._modes:
            self._modes[name] = tuple(modes)

    # -- names

    def alias(self, statement: AliasStatement) -> None:
        """``Alias``."""
        new, old = statement.new.text, statement.old.text
        if not self._require(statement.old):
            return
        real = self._aliases.get(old, old)
        if new in self._index:
            self._complain(
                Severity.WARNING,
                "alias-of-particle-name",
                f"`{new}` is the name of a particle and keeps its meaning",
                (statement.new.span, "EvtGen ignores or refuses this alias"),
            )
        elif new in self._aliases:
            if self._aliases[new] != real:
                self._complain(
                    Severity.ERROR,
                    "alias-redefined",
                    f"`{new}` is already an alias of `{self._aliases[new]}`",
                    (statement.new.span, f"it cannot become one of `{real}`"),
                    hint="choose another name",
                )
            else:
                self._complain(
                    Severity.WARNING,
                    "alias-redefined",
                    f"`{new}` is already declared",
                    (statement.new.span, "this alias exists; EvtGen ignores or refuses this statement"),
                    hint="remove this line",
                )
        else:
            self._aliases[new] = real
            self._conjugate_of.pop(new, None)

    def charge_conj(self, statement: ChargeConjStatement) -> None:
        """``ChargeConj``."""
        if not (self._require(statement.first) & self._require(statement.second)):
            return
        first, second = statement.first.text, statement.second.text
        real_first, real_second = self._aliases.get(first, first), self._aliases.get(second, second)
        position = self._index.get(real_first)
        if position is not None and self._particles.names[int(self._particles.conjugate[position])] != real_second:
            conjugate = self._particles.names[int(self._particles.conjugate[position])]
            self._complain(
                Severity.ERROR,
                "wrong-conjugate",
                f"`{first}` and `{second}` are not charge conjugates",
                (statement.second.span, f"`{first}` is a {real_first}, so this must be a {conjugate}"),
            )
            return
        self._conjugates[first] = second
        self._conjugates[second] = first
        self._conjugate_of.pop(first, None)
        self._conjugate_of.pop(second, None)

    def define(self, statement: DefineStatement) -> None:
        """``Define``."""
        self._definitions[statement.name.text] = statement.value.text

    def model_alias(self, statement: ModelAliasStatement) -> None:
        """``ModelAlias``: within one file the first of a name counts."""
        name = statement.name.text
        if name in self._model_aliases and name not in self._inherited_model_aliases:
            self._complain(
                Severity.WARNING,
                "model-alias-redefined",
                f"`{name}` is already a `ModelAlias`",
                (statement.name.span, "the first declaration counts"),
            )
            return
        self._model_aliases[name] = (statement.model.text, tuple(word.text for word in statement.arguments))
        self._inherited_model_aliases -= {name}

    # -- particles and lineshapes

    def particle(self, statement: ParticleStatement) -> None:
        """``Particle``."""
        if (name := self._real(statement.particle)) is not None:
            width = None if statement.width is None else _number(statement.width)
            self._particle_changes[name] = (_number(statement.mass), width)

    def mass_limit(self, statement: MassLimitStatement) -> None:
        """``ChangeMassMin`` and ``ChangeMassMax``."""
        if (name := self._real(statement.particle)) is not None:
            shapes = self._lineshapes
            limits = shapes.mass_min if statement.keyword == "ChangeMassMin" else shapes.mass_max
            limits[name] = _number(statement.mass)

    def lineshape(self, statement: LineshapeStatement) -> None:
        """``LSFLAT`` and its like."""
        if (name := self._real(statement.particle)) is not None:
            self._lineshapes.kind[name] = _LINESHAPES[statement.keyword]

    def blatt_weisskopf(self, statement: BlattWeisskopfStatement) -> None:
        """``BlattWeisskopf`` and ``BlattWeisskopfBirth``."""
        if (name := self._real(statement.particle)) is not None:
            birth = statement.keyword == "BlattWeisskopfBirth"
            radii = self._lineshapes.blatt_birth if birth else self._lineshapes.blatt_decay
            radii[name] = _number(statement.radius)

    def factor(self, statement: FactorStatement) -> None:
        """``IncludeBirthFactor`` and ``IncludeDecayFactor``."""
        if (name := self._real(statement.particle)) is not None:
            birth = statement.keyword == "IncludeBirthFactor"
            factors = self._lineshapes.include_birth if birth else self._lineshapes.include_decay
            factors[name] = statement.value.text == "yes"

    def partial_wave(self, statement: PartialWaveStatement) -> None:
        """``SetLineshapePW``."""
        names = [self._real(name) for name in (statement.particle, statement.first, statement.second)]
        mother, first, second = names
        if mother is None or first is None or second is None:
            return
        wave = int(_number(statement.wave))
        self._lineshapes.decay_wave[mother, first, second] = wave
        self._lineshapes.birth_wave[first, mother, second] = wave
        self._lineshapes.birth_wave[second, mother, first] = wave

    # -- settings

    def photos(self, statement: PhotosStatement) -> None:
        """``yesPhotos`` and its like."""
        self._photos = _PHOTOS[statement.keyword]

    def pythia(self, statement: PythiaStatement) -> None:
        """Pythia commands."""
        self._pythia.append((statement.keyword, statement.text.text))

    # -- checks of names

    def _real(self, name: Name) -> str | None:
        """The particle behind a name; None, with a complaint, when there is none."""
        return self._aliases.get(name.text, name.text) if self._require(name) else None

    def _require(self, name: Name) -> bool:
        """Whether a name is that of a particle or an alias; complains if not."""
        if name.text in self._index or name.text in self._aliases:
            return True
        self._complain(
            Severity.ERROR,
            "unknown-particle",
            f"unknown particle `{name.text}`",
            (name.span, "neither a particle nor an alias declared before"),
        )
        return False

    def _complain_of_conjugate(self, place: Name, name: str) -> None:
        if name in self._aliases:
            self._complain(
                Severity.ERROR,
                "alias-without-conjugate",
                f"the alias `{name}` has no charge conjugate",
                (place.span, f"needed to conjugate the decays for `{place.text}`"),
                hint=f"declare an alias for its antiparticle and write `ChargeConj {name} <alias>`",
            )
        else:
            self._complain(
                Severity.ERROR,
                "unknown-particle",
                f"unknown particle `{name}`",
                (place.span, f"needed to conjugate the decays for `{place.text}`"),
            )

    def _complain(self, severity: Severity, rule: str, message: str, label: tuple[Any, str], *, hint: str = "") -> None:
        labels = (Label(label[0], label[1], self._source),)
        self._diagnostics.append(Diagnostic(rule, severity, message, labels, hint))


def _number(word: Name) -> float:
    """Number of a word as C's ``atof`` reads it: 0 when it does not begin with one (the parser has complained)."""
    value = leading_number(word.text)
    return 0.0 if value is None else value


_ACTIONS = cast(
    "dict[type, Callable[[_Builder, Any], None]]",
    {
        DecayBlock: _Builder.decay,
        RemoveDecayBlock: _Builder.remove_decay,
        CDecayStatement: _Builder.cdecay,
        CopyDecayStatement: _Builder.copy_decay,
        AliasStatement: _Builder.alias,
        ChargeConjStatement: _Builder.charge_conj,
        DefineStatement: _Builder.define,
        ModelAliasStatement: _Builder.model_alias,
        ParticleStatement: _Builder.particle,
        MassLimitStatement: _Builder.mass_limit,
        LineshapeStatement: _Builder.lineshape,
        BlattWeisskopfStatement: _Builder.blatt_weisskopf,
        FactorStatement: _Builder.factor,
        PartialWaveStatement: _Builder.partial_wave,
        PhotosStatement: _Builder.photos,
        PythiaStatement: _Builder.pythia,
    },
)
