"""Birth and death of a kernel."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import psutil
import pytest

from jupyter_client.kernelspec import KernelSpecManager

from kernels import TIMEOUT, Kernel, until_output, wait_until
from wire import WireClient


def start_by_hand(folder, **changes):
    """Starts the program as kernel.json says, without a manager."""
    info = {
        "transport": "tcp", "ip": "127.0.0.1", "shell_port": 0, "iopub_port": 0, "stdin_port": 0,
        "control_port": 0, "hb_port": 0, "key": "k", "signature_scheme": "hmac-sha256", **changes,
    }
    file = folder / "connection.json"
    file.write_text(json.dumps(info))
    argv = KernelSpecManager().get_kernel_spec("tandem").argv
    process = subprocess.Popen([part.replace("{connection_file}", str(file)) for part in argv])
    return process, file


def read(file):
    return json.loads(file.read_text())


def end(process):
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    "changes",
    [{}, {"key": ""}, {"signature_scheme": "hmac-sha512"}, {"ip": "0.0.0.0"}],
    ids=["free ports", "no key", "sha512", "all addresses"],
)
def test_ports_that_are_0_are_chosen_and_written_back(tmp_path, changes):
    process, file = start_by_hand(tmp_path, kernel_name="kept", **changes)
    try:
        wait_until(lambda: read(file)["shell_port"] > 0)
        info = read(file)
        assert info["kernel_name"] == "kept"
        assert file.stat().st_mode & 0o077 == 0, "the key is in it"
        if info["ip"] == "0.0.0.0":
            info["ip"] = "127.0.0.1"
        with WireClient(info) as client:
            assert client.ask(client.shell, "kernel_info_request").content["status"] == "ok"
    finally:
        end(process)


@pytest.mark.parametrize("port", [0, 1])
def test_ipc(tmp_path, port):
    names = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"]
    ports = {name: port and port + place for place, name in enumerate(names)}
    process, file = start_by_hand(tmp_path, transport="ipc", ip=str(tmp_path / "kernel"), **ports)
    try:
        wait_until(lambda: read(file)["shell_port"] > 0)
        info = read(file)
        with WireClient(info) as client:
            assert client.ask(client.control, "kernel_info_request").content["status"] == "ok"
            message = client.send(client.shell, "execute_request", {"code": "1 + 1"})
            assert [m.type for m in client.publications(message)][2] == "execute_result"
            assert (tmp_path / f"kernel-{info['shell_port']}").is_socket()
    finally:
        end(process)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"shell_port": "x"}', '{"shell_port": 70000}'])
def test_a_connection_file_that_is_none_is_an_error(tmp_path, text):
    file = tmp_path / "connection.json"
    file.write_text(text)
    program = KernelSpecManager().get_kernel_spec("tandem").argv[0]
    for path in (file, tmp_path / "missing.json"):
        result = subprocess.run(
            [program, "kernel", "-f", path], capture_output=True, text=True, timeout=TIMEOUT
        )
        assert result.returncode == 1
        assert "connection file" in result.stderr and str(path) in result.stderr


def test_a_restart_uses_the_same_ports_and_forgets_the_session(kernel):
    ports = kernel.connection
    assert kernel.run("let x = 1").status == "ok"
    with WireClient(ports) as wire:
        before = wire.ask(wire.shell, "kernel_info_request").header["session"]
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=TIMEOUT)
    assert kernel.connection == ports
    with WireClient(ports) as wire:
        assert wire.ask(wire.shell, "kernel_info_request").header["session"] != before
    outcome = kernel.run("x")
    assert outcome.status == "error"
    assert outcome.reply["execution_count"] == 1


@pytest.mark.parametrize("channel", ["control", "shell"])
def test_a_shutdown_is_answered_and_ends_the_process(kernel, channel):
    process = kernel.manager.provisioner.process
    with WireClient(kernel.connection) as wire:
        reply = wire.ask(getattr(wire, channel), "shutdown_request", {"restart": False})
        assert reply.content == {"status": "ok", "restart": False}
    assert process.wait(TIMEOUT) == 0


@pytest.mark.parametrize(
    "cell",
    [
        "sleep(600)",
        "[x for x in 1...1000000000 if x < 0]",
        '[print("x") for x in 1...1000000000]',
    ],
)
def test_a_shutdown_while_a_cell_loops(kernel, cell):
    process = kernel.manager.provisioner.process
    message = kernel.client.execute(f'print("begun"); {cell}')
    until_output(kernel.client, message, "begun")
    kernel.client.shutdown()
    assert process.wait(TIMEOUT) == 0


def test_a_termination_signal_ends_the_process(kernel):
    process = kernel.manager.provisioner.process
    process.send_signal(signal.SIGTERM)
    assert process.wait(TIMEOUT) == 0


PARENT = """
from jupyter_client.manager import start_new_kernel
import time
manager, client = start_new_kernel(kernel_name="tandem", startup_timeout=90)
message = client.execute({cell!r})
while client.get_iopub_msg(timeout=90)["msg_type"] != "execute_input":
    pass
print(manager.provisioner.pid, flush=True)
time.sleep(3600)
"""


@pytest.mark.parametrize("cell", ["1", "sleep(3600)", "[x for x in 1...1000000000000 if x < 0]"])
def test_a_killed_parent_leaves_no_process(cell):
    code = textwrap.dedent(PARENT).format(cell=cell)
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    kernel = psutil.Process(int(parent.stdout.readline()))
    family = [kernel, *kernel.children(recursive=True)]
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_running(process) for process in family))


def is_running(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_an_idle_kernel_is_small_and_soon_there():
    program = KernelSpecManager().get_kernel_spec("tandem").argv[0]
    text = subprocess.run(
        [program, "doctor", "--startup"], capture_output=True, text=True, check=True, timeout=TIMEOUT
    ).stdout
    figures = {line.split()[0]: int(line.split()[1]) for line in text.splitlines()}
    assert figures["memory"] < 60
    # 100 ms on a machine that does nothing else; the suite shares it.
    assert figures["ready"] < 500
