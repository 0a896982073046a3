"""`tandem install`, and what Jupyter makes of it."""

import json
import os
import subprocess

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from kernels import TIMEOUT


@pytest.fixture(scope="module")
def program():
    return KernelSpecManager().get_kernel_spec("tandem").argv[0]


def install(program, *options, **environment):
    kept = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "CONDA_PREFIX")}
    kept = {k: v for k, v in kept.items() if not k.startswith("JUPYTER")}
    return subprocess.run(
        [program, "install", *options], env={**kept, **environment}, capture_output=True, text=True,
        timeout=TIMEOUT,
    )


def check(folder, program, name="tandem"):
    kernel = folder / "kernels" / name
    spec = json.loads((kernel / "kernel.json").read_text())
    assert spec["argv"] == [program, "kernel", "-f", "{connection_file}"]
    assert os.path.isabs(program)
    assert spec["display_name"] == "Tandem"
    assert spec["language"] == "tandem"
    assert spec["interrupt_mode"] == "message"
    for size in (32, 64):
        head = (kernel / f"logo-{size}x{size}.png").read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert int.from_bytes(head[16:20]) == int.from_bytes(head[20:24]) == size
    assert (kernel / "logo-svg.svg").read_text().startswith("<svg")
    extension = folder / "labextensions" / "tandem-syntax"
    package = json.loads((extension / "package.json").read_text())
    assert (extension / package["jupyterlab"]["_build"]["load"]).is_file()


def test_for_the_user(program, tmp_path):
    for options in ([], ["--user"]):
        home = tmp_path / f"home {len(options)}"
        assert install(program, *options, HOME=str(home), XDG_DATA_HOME="").returncode == 0
        check(home / ".local/share/jupyter", program)


def test_under_a_prefix(program, tmp_path):
    assert install(program, "--prefix", str(tmp_path), "--name", "my-tandem.2").returncode == 0
    check(tmp_path / "share/jupyter", program, "my-tandem.2")


def test_in_the_active_environment(program, tmp_path):
    first, second = tmp_path / "virtual", tmp_path / "conda"
    install(program, "--sys-prefix", VIRTUAL_ENV=str(first), CONDA_PREFIX=str(second))
    check(first / "share/jupyter", program)
    assert not second.exists()
    install(program, "--sys-prefix", CONDA_PREFIX=str(second))
    check(second / "share/jupyter", program)


def test_in_the_environment_of_python(program, tmp_path):
    prefix = tmp_path / "prefix"
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(f"#!/bin/sh\necho {prefix}\n")
    python.chmod(0o755)
    install(program, "--sys-prefix", PATH=f"{python.parent}:{os.environ['PATH']}")
    check(prefix / "share/jupyter", program)


@pytest.mark.parametrize(
    "options",
    [
        ["--name", "a b"], ["--name", ".."], ["--user", "--prefix", "x"],
        ["--user", "--sys-prefix"],
    ],
)
def test_what_makes_no_sense_is_an_error(program, options, tmp_path):
    result = install(program, *options, HOME=str(tmp_path))
    assert result.returncode != 0
    assert "rror" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_error(program, tmp_path):
    (tmp_path / "share").write_text("a file, not a folder")
    result = install(program, "--prefix", str(tmp_path))
    assert result.returncode == 1
    assert "cannot write" in result.stderr


def test_the_program_can_be_moved(program, tmp_path):
    moved = tmp_path / "moved" / "tandem"
    moved.parent.mkdir()
    moved.write_bytes(open(program, "rb").read())
    moved.chmod(0o755)
    assert install(str(moved), "--prefix", str(tmp_path)).returncode == 0
    check(tmp_path / "share/jupyter", str(moved))


def test_the_command_explains_itself(program):
    def output(*arguments):
        return subprocess.run(
            [program, *arguments], capture_output=True, text=True, timeout=TIMEOUT, check=True
        ).stdout

    assert "tandem" in output("version")
    assert "uncertainty" in output("help")
    assert "epochs" in output("help", "train")
    assert "BLAS" in output("doctor")
