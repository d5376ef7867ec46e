"""The functions of the public face; :mod:`mcgen` hands them on."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mcgen.errors import McgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mcgen.decays import DecayTable
    from mcgen.diagnostics import Diagnostic
    from mcgen.events import Events
    from mcgen.particles import ParticleTable
    from mcgen.processes.source import GenerationRequest
    from mcgen.production.sample import Sample

__all__ = ["check_dec", "decay", "generate", "open", "read_dec"]

PathLike: TypeAlias = "str | os.PathLike[str]"
Unsupported: TypeAlias = Literal["error", "phsp"]
Spin: TypeAlias = Literal["unpolarised", "ee"]

_LARGEST = 2**63 - 1
_LARGEST_COLUMN = 2**31 - 1  # experiment and run are int32 columns


def generate(
    process: str,
    n: int,
    *,
    dec: PathLike | Sequence[PathLike] | None = None,
    seed: int = 1,
    experiment: int = 0,
    run: int = 0,
    central: PathLike | None = "belle2",
    pdl: PathLike | None = None,
    unsupported: Unsupported = "error",
    photons: bool | None = None,
    beams: str = "auto",
    cms_energy: float | None = None,
    parent: str | None = None,
    first_event: int = 1,
    workers: int = 1,
    output: PathLike | None = None,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: bool | Callable[[int, int], None] | None = None,
) -> Sample:
    """Generate events of a process.

    Parameters
    ----------
    process
        ``"signal"``, ``"mixed"`` or ``"charged"``.
    n
        Number of events.
    dec
        Decay file or files, laid over the central table in this order: paths, or the text itself (a string with a line
        end is text).
    seed, experiment, run
        Name the sample; with the event number they determine an event completely.
    central
        Central decay table: ``"belle2"``, a path, or None for the given files alone.
    pdl
        An ``evt.pdl`` file with particle properties instead of the Particle Data Group's.
    unsupported
        What becomes of decay modes whose model this version does not have: ``"error"``, or ``"phsp"`` for phase space,
        recorded in the manifest.
    photons
        Final-state radiation. This version radiates none: True is refused; by default samples are made without and the
        manifest says so where the decay table asks for it.
    beams
        Preset of beam energies, crossing angle, spreads and interaction region (``"Y4S"``, ``"Y4S-off"``, ``"Y5S"`` ...); ``"auto"``: the one of the parent.
    cms_energy
        Centre-of-mass energy instead of the preset's [GeV].
    parent
        The particle that the beams make, where it is not what the process and the decay files imply.
    first_event
        Number of the first event.
    workers
        Number of processes; the events do not depend on it.
    output
        Write to this file, block by block, instead of keeping the events in memory; the suffix tells the format.
    format
        Name of the format if the suffix is not to decide.
    force
        Overwrite an existing output file.
    progress
        True shows a progress bar; a function is called with (events done, events in all).

    Returns
    -------
    Sample
        The events and their manifest.

    Raises
    ------
    McgenError
        Whatever the user can mend: unknown names, mistakes in decay files, models not implemented, an existing file.
    """
    from mcgen.production.blocks import EventRange
    from mcgen.production.produce import produce

    if process == "decay":
        raise McgenError("one particle at rest is decayed by mcgen.decay(mother, ...) or `mcgen decay MOTHER`")
    request = _request(
        process,
        dec,
        seed=seed,
        experiment=experiment,
        run=run,
        central=central,
        pdl=pdl,
        unsupported=unsupported,
        photons=photons,
        beams=beams,
        cms_energy=None if cms_energy is None else float(cms_energy),
        parent=parent,
    )
    events = EventRange(_whole("first_event", first_event), _whole("n", n))
    run_it = partial(
        produce, request, events, workers=_whole("workers", workers), output=output, format=format, force=force
    )
    with _findings_shown():
        if progress is not True:
            return run_it(progress=progress or None)
        from mcgen.cli.progress import event_progress

        with event_progress(process, shown=True) as report:
            return run_it(progress=report)


def decay(
    mother: str,
    n: int,
    *,
    dec: PathLike,
    central: PathLike | None = None,
    pdl: PathLike | None = None,
    photons: bool | None = False,
    spin: Spin = "unpolarised",
    unsupported: Unsupported = "error",
    seed: int = 1,
) -> Events:
    """Decay one kind of particle at rest.

    Parameters
    ----------
    mother
        Name of the particle; it is particle 0 of every event.
    n
        Number of events.
    dec
        The decay file: a path, or the text itself (a string with a line end is text).
    central
        Decay table for whatever the decay file does not say; None: only the decay file counts, and particles without
        decays in it are stable.
    pdl
        An ``evt.pdl`` file with particle properties.
    photons
        Final-state radiation; this version has none and refuses True.
    spin
        ``"unpolarised"``, or ``"ee"``: a vector with helicity +1 or -1 along z, as from e+e- annihilation.
    unsupported
        As in :func:`generate`.
    seed
        Names the sample.

    Returns
    -------
    Events
        The events, in the mother's rest frame.

    Raises
    ------
    McGenError
        As in :func:`generate`.
    """
    return decay_sample(
        mother,
        n,
        dec=dec,
        central=central,
        pdl=pdl,
        photons=photons,
        spin=spin,
        unsupported=unsupported,
        seed=seed,
    ).events


def decay_sample(
    mother: str,
    n: int,
    *,
    output: PathLike | None = None,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
    dec: PathLike,
    **settings: Any,
) -> Sample:
    """Return the sample behind :func:`decay`, with its manifest; it may go to a file as in :func:`generate`."""
    from mcgen.production.blocks import EventRange
    from mcgen.production.produce import produce

    request = _request("decay", dec, mother=mother, **settings)
    events = EventRange(1, _whole("n", n))
    with _findings_shown():
        return produce(request, events, output=output, format=format, force=force, progress=progress)


def read_dec(path_or_text: PathLike, *, central: PathLike | None = "belle2", pdl: PathLike | None = None) -> DecayTable:
    """Read a decay file into a decay table.

    Parameters
    ----------
    path_or_text
        A path, or the text itself (a string with a line end is text).
    central
        Central decay table under it: ``"belle2"``, a path, or None for the file alone.
    pdl
        An ``evt.pdl`` file with particle properties.

    Returns
    -------
    DecayTable
        What every particle decays into; ``table.diagnostics`` holds what was found on the way.

    Raises
    ------
    McgenError
        A file cannot be read, or is not written in the language of decay files.
    """
    from mcgen.dec import parse, resolve
    from mcgen.diagnostics import Severity
    from mcgen.errors import DecayFileError
    from mcgen.models.registry import signatures
    from mcgen.particles import load_particles
    from mcgen.production.decay_text import read_decay_text

    name, text = read_decay_text(path_or_text)
    particles = load_particles(pdl)
    table = resolve(parse(text, name, models=signatures()), particles=particles, base=_central(central, particles))
    mistakes = [finding for finding in table.diagnostics if finding.severity is Severity.ERROR]
    with _findings_shown():
        if mistakes:
            raise DecayFileError(f"{name} has {len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}", mistakes)
    return table


def check_dec(
    path_or_text: PathLike, *, central: PathLike | None = "belle2", pdl: PathLike | None = None
) -> list[Diagnostic]:
    """Check a decay file: what ``mcgen dec check`` prints, as data.

    Parameters
    ----------
    path_or_text, central, pdl
        As in :func:`read_dec`.

    Returns
    -------
    list of Diagnostic
        Errors, warnings and notes in the order of their places; empty for a file without blemish.

    Raises
    ------
    McgenError
        A file cannot be read. Mistakes in it do not raise.
    """
    from mcgen.dec import parse
    from mcgen.dec.checks import check
    from mcgen.models.registry import signatures
    from mcgen.particles import load_particles
    from mcgen.production.decay_text import read_decay_text

    name, text = read_decay_text(path_or_text)
    particles = load_particles(pdl)
    models = signatures()
    return check(parse(text, name, models=models), _central(central, particles), particles, models)


def _central(central: PathLike | None, particles: ParticleTable) -> DecayTable | None:
    """Return the central table that an argument names, None for none."""
    from mcgen.dec import central_table

    if central is None:
        return None
    return central_table(particles, None if central == "belle2" else central)


def open(path: PathLike) -> Sample:  # noqa: A001
    """Open a file of events (ROOT, Parquet or HepMC3) written by mcgen.

    Parameters
    ----------
    path
        The file; its content tells the format.

    Returns
    -------
    Sample
        The sample; events are read when asked for.

    Raises
    ------
    McgenError
        The file is missing, damaged, or not one of mcgen's.
    """
    from mcgen.production.sample import Sample

    return Sample.from_file(path)


def _request(process: str, dec: PathLike | Sequence[PathLike] | None, **settings: Any) -> GenerationRequest:
    """Return the request of a call, its arguments checked and its decay files read."""
    from mcgen.processes.source import DecayText, GenerationRequest
    from mcgen.production.decay_text import read_decay_text

    files = [] if dec is None else [dec] if isinstance(dec, str | os.PathLike) else list(dec)
    for name in ("central", "pdl"):
        if settings[name] is not None:
            settings[name] = os.fspath(settings[name])
    for name, most in (("seed", _LARGEST), ("experiment", _LARGEST_COLUMN), ("run", _LARGEST_COLUMN)):
        if name in settings:
            settings[name] = _whole(name, settings[name], most)
    _one_of("unsupported", settings["unsupported"], ("error", "phsp"))
    if "spin" in settings:
        _one_of("spin", settings["spin"], ("unpolarised", "ee"))
    return GenerationRequest(process, decay_files=tuple(DecayText(*read_decay_text(d)) for d in files), **settings)


@contextmanager
def _findings_shown() -> Iterator[None]:
    """Let the findings of a decay file stand under its error in tracebacks and notebooks."""
    from mcgen.errors import DecayFileError

    try:
        yield
    except DecayFileError as error:
        if error.diagnostics and not hasattr(error, "__notes__"):
            from mcgen.diagnostics import render_terminal

            error.add_note(render_terminal(error.diagnostics).rstrip())
        raise


def _whole(name: str, value: int, most: int = _LARGEST) -> int:
    """Return a whole number from 0 to ``most``; ``1e6`` is one, ``1.5`` is not."""
    try:
        whole = int(value)
        if whole == value and 0 <= whole <= most:
            return whole
    except (TypeError, ValueError, OverflowError):
        pass
    raise McgenError(f"{name} must be a whole number from 0 to {most}, got {value!r}")


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise McgenError(f"{name} must be {' or '.join(map(repr, known))}, got {value!r}")
