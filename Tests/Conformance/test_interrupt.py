"""The stop button: it stops within a step, keeps what there is, and turns queued cells away."""

import os
import signal
import time

import pytest

from wire import WireClient
from kernels import TIMEOUT, collect, reply_to, until, until_idle, until_output, is_about

PROGRAMME = """
data digits = digits()
task digit = classify(digits.label)
task parity = classify(digits.label % 2)
architecture trunk = hard { encoder: dense(64) -> relu }
"""


def by_message(kernel):
    kernel.manager.interrupt_kernel()


def by_signal(kernel):
    os.kill(kernel.manager.provisioner.pid, signal.SIGINT)


def wait_for_progress(kernel, message_id):
    """Waits until the cell that trains has shown a display, and then another state of it."""
    for type in ("display_data", "update_display_data"):
        until(kernel.client, lambda m: is_about(m, message_id) and m["msg_type"] == type)


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_training_stops_within_a_step_and_keeps_what_was_trained(kernel, interrupt):
    assert kernel.run(PROGRAMME).status == "ok"
    client = kernel.client
    training = client.execute("let run = train(trunk, [digit, parity], epochs: 100000)")
    queued = [client.execute(code) for code in ("1", "2")]
    wait_for_progress(kernel, training)
    start = time.monotonic()
    interrupt(kernel)
    reply = reply_to(client, training)
    # A step takes a millisecond; the rest is the machine's.
    assert time.monotonic() - start < 10
    assert (reply["status"], reply["ename"]) == ("error", "interrupted")
    assert [reply_to(client, message)["status"] for message in queued] == ["aborted", "aborted"]
    for message in queued:
        states = [m["content"].get("execution_state") for m in until_idle(client, message)]
        assert states == ["busy", "idle"]
    assert kernel.run("run.metrics.digit.accuracy").status == "ok"
    assert kernel.run("let more = resume(run, epochs: 1)").status == "ok"


@pytest.mark.parametrize("interrupt", [by_message, by_signal])
def test_a_cell_that_waits_is_stopped(kernel, interrupt):
    message = kernel.client.execute('print("waiting"); sleep(600)')
    until_output(kernel.client, message, "waiting")
    interrupt(kernel)
    assert reply_to(kernel.client, message)["ename"] == "interrupted"
    assert kernel.run("1 + 1").value == "2"


def test_an_interrupt_between_cells_changes_nothing(kernel):
    by_signal(kernel)
    assert kernel.run("1 + 1").value == "2"
    # The manager does not wait for the reply: its request could overtake the cell, and stop it.
    with WireClient(kernel.connection) as wire:
        wire.ask(wire.control, "interrupt_request")
    assert kernel.run("1 + 1").value == "2"


def test_a_question_is_ended(kernel):
    client = kernel.client
    message = client.execute('ask("Name? ")', allow_stdin=True)
    assert client.get_stdin_msg(timeout=TIMEOUT)["content"]["prompt"] == "Name? "
    by_message(kernel)
    assert reply_to(client, message)["ename"] == "interrupted"
    # The answer to the old question is not taken for one to the next.
    client.input("late")
    message = client.execute('ask("Again? ")', allow_stdin=True)
    client.get_stdin_msg(timeout=TIMEOUT)
    client.input("right")
    assert "right" in collect(client, message).value


def test_a_print_loop_gone_wild_is_stopped_and_fills_no_memory(kernel):
    client = kernel.client
    line = "a line that is written again and again, " * 250
    assert kernel.run(f'let line = "{line}"').status == "ok"
    before = kernel.process.memory_info().rss
    message = client.execute("[print(line) for i in 1...1000000];")
    until_output(client, message, "again")
    # Nobody reads for a while.
    time.sleep(3)
    grown = kernel.process.memory_info().rss - before
    by_message(kernel)
    assert reply_to(client, message)["ename"] == "interrupted"
    until_idle(client, message)
    # Ten gigabytes are on their way; a queue of a thousand messages is what may wait.
    assert grown < 200e6
    assert kernel.run("1 + 1").value == "2"
