"""`tandem bench`: the lines that it prints, and what a step allocates. No times: they are nobody's promise."""

import json
import subprocess

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from kernels import TIMEOUT


@pytest.fixture(scope="module")
def program():
    return KernelSpecManager().get_kernel_spec("tandem").argv[0]


def bench(program, *arguments):
    return subprocess.run(
        [program, "bench", *arguments], capture_output=True, text=True, timeout=TIMEOUT
    )


def lines(program, *arguments):
    result = bench(program, *arguments)
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_case_has_a_line_of_times_and_one_of_memory(program):
    found = lines(program, "digits_hps", "surgery_k8", "--steps", "5")
    times = [line for line in found if "ms_per_step" in line]
    peaks = [line for line in found if "peak_mib" in line]
    cases = [("digits_hps", "equal"), ("surgery_k8", "equal"), ("surgery_k8", "pcgrad"), ("surgery_k8", "mgda")]
    assert [(line["workload"], line["variant"]) for line in times] == cases
    assert [(line["workload"], line["variant"]) for line in peaks] == cases
    for line in times:
        assert list(line) == ["workload", "variant", "engine", "ms_per_step", "ms_mean", "steps"]
        assert line["engine"].startswith("tandem ")
        assert line["steps"] == 5
        assert line["ms_per_step"] > 0 and line["ms_mean"] > 0


def test_one_variant_can_be_asked_for(program):
    assert {line["variant"] for line in lines(program, "surgery_k8/mgda", "--steps", "5")} == {"mgda"}


def test_a_step_allocates_nothing(program):
    found = lines(program, "digits_hps", "--steps", "300", "--allocations")
    count = next(line for line in found if "allocations" in line)
    assert count["allocations"] == 0
    assert count["bytes_in_use_growth"] <= 0


def listed_weightings(program):
    """The names under the heading 'weighting' of `tandem help`."""
    page = subprocess.run([program, "help"], capture_output=True, text=True, timeout=TIMEOUT)
    assert page.returncode == 0, page.stderr
    section = page.stdout.split("\nweighting\n", 1)[1].strip("\n").split("\n\n", 1)[0]
    return [line.split()[0] for line in section.splitlines()]


def test_every_method_has_a_line_of_times(program):
    found = lines(program, "methods", "--seconds", "0")
    names = [line["method"] for line in found]
    assert len(names) == len(set(names))
    # A formula is nothing without its expression; all others are called with their defaults.
    assert sorted(names + ["formula"]) == sorted(listed_weightings(program))
    figures = ["us_median", "us_min", "us_median_uneven"]
    for line in found:
        assert list(line) == ["method", "combines", "looks_at", "tasks", *figures]
        assert line["combines"] in ("losses", "gradients")
        assert line["looks_at"] in ("losses", "the Gramian", "64 numbers a task")
        assert line["tasks"] == 8
        assert all(line[figure] > 0 for figure in figures)
    looks = {line["method"]: (line["combines"], line["looks_at"]) for line in found}
    assert looks["dwa"] == ("losses", "losses")
    assert looks["mgda"] == ("gradients", "the Gramian")
    assert looks["graddrop"] == ("gradients", "64 numbers a task")


def test_single_methods_can_be_asked_for(program):
    found = lines(program, "methods", "mgda", "dwa", "--seconds", "0")
    assert {line["method"] for line in found} == {"mgda", "dwa"}


def test_an_unknown_method_is_an_error_that_lists_them(program):
    result = bench(program, "methods", "magda")
    assert result.returncode != 0
    assert "'magda' is not a method" in result.stderr
    assert "mgda" in result.stderr and "uncertainty" in result.stderr


def test_an_unknown_workload_is_an_error_that_lists_them(program):
    result = bench(program, "digits")
    assert result.returncode != 0
    assert "'digits' is not a workload" in result.stderr
    assert "digits_hps" in result.stderr and "surgery_k8 (equal, pcgrad, mgda)" in result.stderr


def test_numbers_out_of_range_are_errors(program):
    for option, value in [("--steps", "0"), ("--threads", "0"), ("--seconds", "-1")]:
        result = bench(program, "digits_hps", f"{option}={value}")
        assert result.returncode != 0
        assert option in result.stderr
    result = bench(program, "methods", "mgda", "--seconds=-1")
    assert result.returncode != 0
    assert "--seconds" in result.stderr
