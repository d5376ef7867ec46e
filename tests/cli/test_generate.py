"""What a user types, from end to end; the files are opened with the libraries that users open them with."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import mcgen
from mcgen.cli.main import cli
from mcgen.events import Events, Status

ROOT = Path(__file__).resolve().parents[2]

SIGNAL = """\
# B0 -> D- pi+ on both sides
Alias MyD- D-
Alias MyD+ D+
ChargeConj MyD- MyD+
Decay Upsilon(4S)
1.0 B0 anti-B0 VSS;
Enddecay
Decay B0
1.0 MyD- pi+ PHSP;
Enddecay
CDecay anti-B0
Decay MyD-
0.6 K+ pi- pi- PHSP;
0.4 K_S0 pi- PHSP;
Enddecay
CDecay MyD+
Decay K_S0
1.0 pi+ pi- PHSP;
Enddecay
End
"""


@pytest.fixture
def dec(tmp_path: Path) -> Path:
    path = tmp_path / "my.dec"
    path.write_text(SIGNAL)
    return path


def run(*arguments: str | Path | int) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def made(path: Path, dec: Path, *options: str | int) -> Events:
    result = run("generate", "signal", "--dec", dec, "--central", "none", "-o", path, *options)
    assert (result.exit_code, result.stderr) == (0, "")
    return mcgen.open(path).events


def test_the_command_of_the_readme(tmp_path: Path, dec: Path) -> None:
    path = tmp_path / "my.root"
    result = run("generate", "signal", "--dec", dec, "-n", 50, "-o", path)
    assert (result.exit_code, result.stderr) == (0, "")
    first, *rest = result.stdout.splitlines()
    assert first.startswith(f"{path}: 50 events, ")
    assert "events/s" in first
    assert all(line.startswith("note: ") for line in rest)
    manifest = mcgen.open(path).manifest
    assert (manifest["process"], manifest["events"], manifest["seed"]) == ("signal", 50, 1)
    digests = {entry["name"]: entry["sha256"] for entry in manifest["decay_files"]}
    assert digests[Path(dec).name] == hashlib.sha256(SIGNAL.encode()).hexdigest()
    assert len(digests) == 2  # the central table as well


def test_uproot_and_awkward_open_it(tmp_path: Path, dec: Path) -> None:
    uproot = pytest.importorskip("uproot")
    events = made(tmp_path / "my.root", dec, "-n", 50)
    with uproot.open(tmp_path / "my.root") as file:
        array = file["events"].arrays()
    assert len(array) == 50
    assert np.array_equal(np.concatenate([row.to_numpy() for row in array.pdg]), events.pdg)
    energy = events.to_awkward().particles.energy
    for view, row in zip(events, energy, strict=True):
        left = (view.status & (Status.STABLE | Status.INITIAL)) == Status.STABLE  # what flies out
        assert row[view.roots[-1]] == pytest.approx(sum(view.energy[left]), rel=1e-9)


def test_pyarrow_opens_it(tmp_path: Path, dec: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    events = made(tmp_path / "my.parquet", dec, "-n", 50)
    table = parquet.read_table(tmp_path / "my.parquet")
    assert table.num_rows == 50
    assert table["event"].to_pylist() == events.event.tolist() == list(range(1, 51))


def test_pyhepmc_opens_it(tmp_path: Path, dec: Path) -> None:
    pyhepmc = pytest.importorskip("pyhepmc")
    events = made(tmp_path / "my.hepmc3", dec, "-n", 50)
    with pyhepmc.open(tmp_path / "my.hepmc3") as file:
        read = list(file)
    assert [event.event_number for event in read] == events.event.tolist()
    assert [len(event.particles) for event in read] == events.counts.tolist()


@pytest.mark.parametrize("process", ["mixed", "charged"])
def test_generic_events_need_the_word_phsp(tmp_path: Path, process: str) -> None:
    path = tmp_path / "generic.root"
    result = run("generate", process, "-n", 20, "-o", path)
    assert result.exit_code == 1
    assert "--unsupported" in result.stderr or "phsp" in result.stderr
    assert not path.exists()
    result = run("generate", process, "-n", 200, "-o", path, "--unsupported", "phsp")
    assert result.exit_code == 0
    assert "phase space instead of the model" in result.stdout
    sample = mcgen.open(path)
    assert sample.manifest["substitutions"]
    assert {abs(int(p)) for p in sample.events.pdg} >= {511 if process == "mixed" else 521, 211, 321}


def test_photons_are_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "photos.dec"
    path.write_text(f"yesPhotos\n{SIGNAL}")
    result = run("generate", "signal", "--dec", path, "--central", "none", "-n", 5, "-o", tmp_path / "my.root")
    notes = mcgen.open(tmp_path / "my.root").notes
    assert len(notes) == 1
    assert "photons" in notes[0]
    assert f"note: {notes[0]}" in result.stdout
    with pytest.raises(mcgen.McgenError, match="not implemented"):
        mcgen.generate("signal", 5, dec=path, photons=True)


def test_workers_and_shards_make_the_same_events(tmp_path: Path, dec: Path) -> None:
    whole = made(tmp_path / "whole.root", dec, "-n", 5000, "--seed", 3)
    workers = made(tmp_path / "workers.root", dec, "-n", 5000, "--seed", 3, "--workers", 2)
    assert workers.digest() == whole.digest()
    for index, part in ((1, whole[:1666]), (2, whole[1666:3333]), (3, whole[3333:])):
        shard = made(tmp_path / f"{index}.root", dec, "-n", 5000, "--seed", 3, "--shard", f"{index}/3")
        assert shard == part
    later = made(tmp_path / "later.root", dec, "-n", 3, "--seed", 3, "--first-event", 777)
    assert later == whole[776:779]
    assert mcgen.open(tmp_path / "whole.root").event(777).events == whole[776:777]


def test_the_name_of_a_sample_is_seed_experiment_and_run(tmp_path: Path, dec: Path) -> None:
    names = [(), ("--seed", 2), ("--exp", 5), ("--run", 5)]
    samples = [made(tmp_path / f"{k}.root", dec, "-n", 10, *options) for k, options in enumerate(names)]
    assert len({sample.px.tobytes() for sample in samples}) == 4
    assert set(samples[2].experiment) == {5}
    assert set(samples[3].run) == {5}


def test_the_library_and_the_command_make_the_same_events(tmp_path: Path, dec: Path) -> None:
    command = made(tmp_path / "my.root", dec, "-n", 20)
    sample = mcgen.generate("signal", 20, dec=dec, central=None)
    assert sample.events == command
    assert sample.event(7).events == command[6:7]
    assert mcgen.generate("signal", 20, dec=SIGNAL, central=None).events == command


def test_several_files_lie_over_each_other(tmp_path: Path, dec: Path) -> None:
    path = tmp_path / "more.dec"
    path.write_text("Decay K_S0\n1.0 pi0 pi0 PHSP;\nEnddecay\nDecay MyD-\n1.0 K_S0 pi- PHSP;\nEnddecay\nEnd\n")
    sample = mcgen.generate("signal", 20, dec=[dec, path], central=None)
    assert 111 in sample.events.pdg
    result = run(
        "generate", "signal", "--dec", dec, "--dec", path, "--central", "none", "-n", 20, "-o", tmp_path / "a.root"
    )
    assert result.exit_code == 0
    assert mcgen.open(tmp_path / "a.root").events == sample.events


def test_one_mother_at_rest(tmp_path: Path) -> None:
    dec = tmp_path / "rho.dec"
    dec.write_text("Decay rho0\n1.0 pi+ pi- VSS;\nEnddecay\nEnd\n")
    result = run("decay", "rho0", "--dec", dec, "-n", 30, "-o", tmp_path / "rho.root", "--spin", "ee")
    assert (result.exit_code, result.stderr) == (0, "")
    sample = mcgen.open(tmp_path / "rho.root")
    assert sample.manifest["process"] == "decay"
    events = mcgen.decay("rho0", 30, dec=dec, spin="ee")
    assert events == sample.events
    assert all(view.pdg[0] == 113 and len(view) == 3 for view in events)
    assert np.array_equal(events.px[events.offsets[:-1]], np.zeros(30))
    with pytest.raises(mcgen.McgenError, match="vector"):
        mcgen.decay("D0", 3, dec="Decay D0\n1.0 K- pi+ PHSP;\nEnddecay\n", spin="ee")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["uubar"], "not implemented in this version; there are signal, charged, mixed"),
        (["taupair"], "not implemented in this version; there are signal, charged, mixed"),
        (["mixd"], "did you mean mixed?"),
        (["signal", "--dec", "none.dec"], "there is no decay file none.dec"),
        (["mixed", "--beams", "Y9S"], "unknown beam preset"),
        (["mixed", "--cms-energy", "9"], "10.5594 GeV"),
        (["signal", "--parent", "nonsense"], "nonsense"),
        (["mixed", "--pdl", "none.pdl"], "none.pdl"),
        (["mixed", "--central", "none.dec"], "none.dec"),
        (["mixed", "--shard", "4/3"], "a shard is written i/N"),
        (["mixed", "-o", "sample.txt"], "the suffix of 'sample.txt' tells no file format"),
        (["mixed", "--format", "csv"], "no file format 'csv'"),
        (["mixed", "-o", "nowhere/sample.root"], "the folder nowhere does not exist"),
    ],
)
def test_errors_are_one_line_and_leave_nothing(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("generate", *arguments, "-n", 10, "--unsupported", "phsp")
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"n": -1}, "n must be a whole number"),
        ({"n": 1.5}, "n must be a whole number"),
        ({"n": "ten"}, "n must be a whole number"),
        ({"seed": -1}, "seed must be a whole number"),
        ({"experiment": 2**31}, "experiment must be a whole number from 0 to 2147483647"),
        ({"first_event": 2**63 - 2}, "event numbers end at"),
        ({"workers": 0}, "workers must be at least 1"),
        ({"unsupported": "ignore"}, "unsupported must be 'error' or 'phsp'"),
        ({"process": "decay"}, "mcgen.decay"),
        ({"photons": True}, "not implemented"),
        ({"dec": "none.dec"}, "there is no decay file"),
    ],
)
def test_wrong_arguments_are_told(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(mcgen.McgenError, match=told):
        mcgen.generate(**{"process": "signal", "n": 5, "dec": SIGNAL, "central": None, **arguments})


def test_floats_that_are_whole_numbers_are_numbers() -> None:
    assert len(mcgen.generate("signal", 1e1, dec=SIGNAL, central=None)) == 10  # type: ignore[arg-type]
    assert len(mcgen.generate("signal", 0, dec=SIGNAL, central=None)) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SIGNAL.replace("pi+ PHSP;", "pi+ PHSP"), "missing-semicolon"),
        (SIGNAL.replace("MyD- pi+ PHSP", "MyD- pj+ PHSP"), "pj+"),
        (SIGNAL.replace("Alias MyD- D-", "Alias MyD- MyX\nAlias MyX MyD-"), "alias-loop"),
        (
            SIGNAL.replace("0.4 K_S0 pi- PHSP", "0.4 MyD- pi0 PHSP").replace("0.6 K+ pi- pi-", "0.6 MyD- pi0"),
            "recursive-decay",
        ),
        ("", "is empty"),
        ("\x00\x01", "binary"),
    ],
)
def test_wrong_decay_files_are_told_with_their_places(text: str, told: str, tmp_path: Path) -> None:
    dec = tmp_path / "my.dec"
    dec.write_text(text)
    result = run("generate", "signal", "--dec", dec, "-n", 10, "-o", tmp_path / "my.root")
    assert result.exit_code == 1
    assert told in result.stderr
    assert "my.dec" in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == [dec]


def test_a_huge_decay_file_is_refused_at_once(tmp_path: Path) -> None:
    dec = tmp_path / "huge.dec"
    with dec.open("w") as file:
        file.truncate(100 * 1024 * 1024)
    result = run("generate", "signal", "--dec", dec, "-n", 10, "-o", tmp_path / "my.root")
    assert result.exit_code == 1
    assert "that is not a decay file" in result.stderr


def test_an_existing_file_is_not_overwritten(tmp_path: Path, dec: Path) -> None:
    path = tmp_path / "my.root"
    path.write_text("precious")
    arguments = ("generate", "signal", "--dec", dec, "--central", "none", "-n", 5, "-o", path)
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {path} exists")
    assert path.read_text() == "precious"
    assert run(*arguments, "--force", "--quiet").output == ""
    assert len(mcgen.open(path)) == 5


def test_the_default_output_is_named_after_process_and_shard(
    tmp_path: Path, dec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for options in ([], ["--shard", "2/4"]):
        assert run("generate", "signal", "--dec", dec, "--central", "none", "-n", 8, *options).exit_code == 0
    assert sorted(p.name for p in tmp_path.glob("*.root")) == ["signal-2-of-4.root", "signal.root"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_leaves_nothing(tmp_path: Path, workers: str) -> None:
    command = ["generate", "mixed", "-n", "400000", "--unsupported", "phsp", "--workers", workers, "-o", "my.root"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mcgen.cli.main", *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - begun < 15
    assert (process.returncode, out, err.strip()) == (130, "", "interrupted, nothing written")
    assert list(tmp_path.iterdir()) == []


MEMORY = """
import resource, sys, mcgen
mcgen.generate("mixed", int(sys.argv[1]), unsupported="phsp", output="my.root", force=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KiB on Linux")
def test_memory_does_not_grow_with_the_sample(tmp_path: Path) -> None:
    def peak(events: int) -> float:
        command = [sys.executable, "-c", MEMORY, str(events)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        return float(done.stdout)

    few, many = peak(40_000), peak(160_000)
    assert many < 1024  # MiB
    assert many < few + 150
