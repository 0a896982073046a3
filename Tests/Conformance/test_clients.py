"""Two clients on one kernel."""

import queue

import pytest

from kernels import TIMEOUT, collect, drain, until_idle


@pytest.fixture
def clients(kernel):
    second = kernel.connect()
    drain(kernel.client)
    yield kernel.client, second
    second.stop_channels()


def test_both_share_the_session(kernel, clients):
    one, two = clients
    assert kernel.run("let shared = 41", client=one).status == "ok"
    assert kernel.run("shared + 1", client=two).value == "42"


def test_both_hear_everything_and_only_the_sender_is_answered(clients):
    one, two = clients
    message = one.execute('print("hello")')
    heard = {client: until_idle(client, message) for client in clients}
    types = ["status", "execute_input", "stream", "status"]
    assert [m["msg_type"] for m in heard[one]] == types
    assert [m["msg_id"] for m in heard[one]] == [m["msg_id"] for m in heard[two]]
    assert one.get_shell_msg(timeout=TIMEOUT)["parent_header"]["msg_id"] == message
    with pytest.raises(queue.Empty):
        two.get_shell_msg(timeout=0.5)


def test_a_question_goes_to_the_sender_alone(clients):
    one, two = clients
    message = two.execute('ask("Name? ", hidden: true)', allow_stdin=True)
    question = two.get_stdin_msg(timeout=TIMEOUT)
    assert question["content"] == {"prompt": "Name? ", "password": True}
    with pytest.raises(queue.Empty):
        one.get_stdin_msg(timeout=0.5)
    two.input("Ada")
    assert "Ada" in collect(two, message).value


def test_a_client_that_takes_no_questions_gets_an_error(kernel):
    outcome = kernel.run('ask("Name? ")')
    assert outcome.status == "error"


def test_a_shutdown_is_told_to_all(kernel, clients):
    one, two = clients
    one.shutdown()
    while True:
        message = two.get_iopub_msg(timeout=TIMEOUT)
        if message["msg_type"] == "shutdown_reply":
            break
    assert message["content"] == {"status": "ok", "restart": False}
