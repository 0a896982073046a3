"""What a notebook says that it needs, and what launch.sh and run.sh make of it.

Installers are stand-ins on the search path, which write down how they were called: no network, and
nothing is installed.
"""

import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def notebook(folder, first, kind="markdown"):
    """The path of a notebook whose first cell is this text."""
    path = folder / "a tutorial.ipynb"
    cells = [{"cell_type": kind, "source": [first]}, {"cell_type": "markdown", "source": ["`apt: other`"]}]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def needs(*paths):
    script = ROOT / "kernelspec" / "needs.py"
    return subprocess.run([sys.executable, script, *paths], capture_output=True, text=True)


def test_the_first_cell_says_what_is_needed(tmp_path):
    path = notebook(tmp_path, "Needs `apt: dataset-a` and `pip: hearts==0.1.0`, see `apt` and `x: y`; `apt:dataset-a`.")
    assert needs(path, path).stdout.splitlines() == ["apt dataset-a", "pip hearts==0.1.0"]
    assert needs(notebook(tmp_path, "`apt: dataset-a`", kind="code")).stdout == ""
    assert needs(notebook(tmp_path, "Nothing but this kernel.")).stdout == ""


@pytest.mark.parametrize(
    "text", ["apt: --reinstall", "apt: a;b", "apt: A", "apt: ", "pip: hearts", "pip: -r==1", "pip: git+https://x==1"])
def test_what_is_no_package_is_an_error(tmp_path, text):
    outcome = needs(notebook(tmp_path, f"Needs `{text}`."))
    assert outcome.returncode != 0 and outcome.stdout == ""
    assert "is no package's name" in outcome.stderr


class Machine:
    """A machine of stand-ins: which packages it has, and whether it can install more."""

    def __init__(self, folder):
        self.bin = folder / "bin"
        self.environment = folder / "environment"
        self.log = folder / "log"
        self.log.touch()
        (self.environment / "bin").mkdir(parents=True)
        self.bin.mkdir()
        self.stand_in(self.bin / "sudo", '"$@"')
        self.has(debian="", python="")
        self.installs(True)

    def stand_in(self, path, text):
        path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        path.chmod(0o755)

    def has(self, debian, python):
        self.stand_in(self.bin / "dpkg-query", f'[ "${{@: -1}}" = "{debian}" ] && printf installed')
        self.python = python
        return self

    def installs(self, works):
        end = 0 if works else 100
        self.stand_in(self.bin / "apt-get", f'echo "apt-get $*" >>"{self.log}"; exit {end}')
        self.stand_in(
            self.environment / "bin" / "python",
            f'if [ "$1" = -c ]; then [ "$3==$4" = "{self.python}" ]; exit; fi\n'
            f'echo "python $*" >>"{self.log}"; exit {end}')
        return self

    def set_up(self, path):
        command = f'. kernelspec/setup.sh; set_up_data "{self.environment}" "{path}"'
        search = f"{self.bin}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-uc", command], cwd=ROOT, env={**os.environ, "PATH": search},
            capture_output=True, text=True)


BOTH = "`apt: dataset-a` `pip: hearts==0.1.0`"


def test_what_is_absent_is_installed(tmp_path):
    machine = Machine(tmp_path)
    assert machine.set_up(notebook(tmp_path, BOTH)).returncode == 0
    calls = machine.log.read_text()
    assert "apt-get install -y -qq dataset-a\n" in calls
    assert "--no-deps" in calls and calls.endswith("hearts==0.1.0\n")


def test_what_is_there_is_left_alone(tmp_path):
    machine = Machine(tmp_path).has(debian="dataset-a", python="hearts==0.1.0").installs(False)
    assert machine.set_up(notebook(tmp_path, BOTH)).returncode == 0
    assert machine.log.read_text() == ""


def test_another_version_is_replaced(tmp_path):
    machine = Machine(tmp_path).has(debian="dataset-a", python="hearts==0.0.9").installs(True)
    assert machine.set_up(notebook(tmp_path, BOTH)).returncode == 0
    assert machine.log.read_text().endswith("hearts==0.1.0\n")


def test_without_a_network_it_is_said_what_is_missing(tmp_path):
    outcome = Machine(tmp_path).installs(False).set_up(notebook(tmp_path, BOTH))
    assert outcome.returncode != 0
    assert "Could not install dataset-a hearts==0.1.0" in outcome.stderr


def test_a_notebook_without_needs_needs_nothing(tmp_path):
    machine = Machine(tmp_path).installs(False)
    assert machine.set_up(notebook(tmp_path, "Hello.")).returncode == 0
    assert machine.log.read_text() == ""
