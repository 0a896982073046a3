"""Typos in the cells under Tests/Cells, through a real client: tokens deleted, or misspelt.

Whatever comes of it, the kernel must answer: with a diagnostic that has a message, or with a value,
for some typos still mean something. A cell that goes on working (a typo may ask for a million epochs)
is interrupted, which it has to obey.
"""

import pathlib
import queue
import re
import time

import pytest

from kernels import Kernel, TIMEOUT, is_about, until

CELLS = pathlib.Path(__file__).resolve().parent.parent / "Cells"
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|[^\W\d]\w*|\d[\d_.eE+-]*|->|\.\.\.|[=!<>]=|\S')
PATIENCE = 0.5

SESSION = """
data digits = digits()
task digit  = classify(digits.label)
task parity = classify(digits.label % 2)
task ink    = regress(digits.pixels.mean, loss: huber(0.1), metrics: [rmse, r2])
architecture trunk = hard { encoder: dense(8) -> relu }
architecture experts = mmoe(experts: 2) { expert: dense(8) -> relu }
weighting balance = uncertainty()
weighting surgery = pcgrad()
weighting lagging(alpha = 1.5) = (loss / initial_loss) ^ alpha
let run = train(trunk, [digit, parity, ink], weighting: balance, epochs: 1, seed: 1)
let rate = 0.1
let title = "a title"
"""


def cells(path):
    """The sources of a `.cells` file: a title line, the cell, and after `---` the expected text."""
    source, is_cell = [], False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== ") or line == "---":
            if source and any(part.strip() for part in source):
                yield "\n".join(source).replace("«", "").replace("»", "")
            source, is_cell = [], line != "---"
        elif is_cell:
            source.append(line)
    if source:
        yield "\n".join(source).replace("«", "").replace("»", "")


def typos(source):
    """The cell with each of its tokens deleted, and with each word and number misspelt."""
    for match in TOKEN.finditer(source):
        before, token, after = source[: match.start()], match.group(), source[match.end() :]
        yield before + after
        if len(token) > 2 and token[0].isalpha():
            yield before + token[1] + token[0] + token[2:] + after
        elif token[0].isdigit():
            yield before + "-" + token + after


def answer(kernel, source):
    """The reply to a cell, which is interrupted where it takes long."""
    client = kernel.client
    message_id = client.execute(source, allow_stdin=False)
    deadline = time.monotonic() + TIMEOUT
    interrupt = time.monotonic() + PATIENCE
    while True:
        try:
            reply = client.get_shell_msg(timeout=0.1)
            if is_about(reply, message_id):
                break
        except queue.Empty:
            assert kernel.manager.is_alive(), f"the kernel died of:\n{source}"
            assert time.monotonic() < deadline, f"no answer to:\n{source}"
            if time.monotonic() > interrupt:
                kernel.manager.interrupt_kernel()
                interrupt = time.monotonic() + PATIENCE
    until(client, lambda m: is_about(m, message_id) and is_idle(m))
    return reply["content"]


def is_idle(message):
    return message["content"].get("execution_state") == "idle"


@pytest.mark.parametrize("name", sorted(str(p.relative_to(CELLS)) for p in CELLS.rglob("*.cells")))
def test_a_typo_in_any_place_gets_an_answer(name):
    found = list(cells(CELLS / name))
    assert found, "the file holds cells"
    told = 0
    with Kernel() as kernel:
        assert kernel.run(SESSION).status == "ok"
        for cell in found:
            for source in typos(cell):
                reply = answer(kernel, source)
                assert reply["status"] in ("ok", "error")
                if reply["status"] == "error":
                    told += 1
                    assert reply["ename"] != "internal-error", source
                    assert reply["evalue"] and reply["traceback"], source
        assert kernel.run("1 + 1").value == "2"
    assert told > 0
