"""Output comes whole, in order, and in messages that front ends bear."""

import time

from kernels import collect, reply_to, until_idle


def test_a_flood_comes_whole_and_in_order(kernel):
    outcome = kernel.run("[print(n) for n in 1...10000];")
    assert outcome.status == "ok"
    assert outcome.text() == "".join(f"{n}\n" for n in range(1, 10001))
    # A message a line would be cut off by the server's limit of 1000 a second.
    assert len(outcome.of("stream")) < 200


def test_a_flood_waits_for_a_client_that_reads_slowly(kernel):
    count = 200_000
    message = kernel.client.execute(f'[print("line " + n) for n in 1...{count}];')
    reply = None
    time.sleep(1)
    messages = until_idle(kernel.client, message)
    reply = reply_to(kernel.client, message)
    assert reply["status"] == "ok"
    text = "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream")
    assert text == "".join(f"line {n}\n" for n in range(1, count + 1))


def test_many_cells_nobody_listens_to_are_answered_all_the_same(kernel):
    deaf = kernel.connect()
    for number in range(400):
        message = deaf.execute(f"print({number})", allow_stdin=False)
        assert reply_to(deaf, message)["status"] == "ok"
    deaf.stop_channels()


def test_a_text_of_a_million_characters_comes_whole(kernel):
    assert kernel.run('let text = "0123456789é"').status == "ok"
    for _ in range(4):
        assert kernel.run('let text = ' + " + ".join(["text"] * 18)).status == "ok"
    text = kernel.run("print(text)").text()
    assert text == "0123456789é" * 18**4 + "\n"


def test_streams_displays_and_the_value_keep_their_order(kernel):
    outcome = kernel.run(
        'print("a"); print("b", error: true); show(1); print("c"); clear(wait: true); print("d"); 7'
    )
    types = [m["msg_type"] for m in outcome.messages]
    assert types == [
        "status", "execute_input", "stream", "stream", "display_data", "stream", "clear_output",
        "stream", "execute_result", "status",
    ]
    assert outcome.of("clear_output") == [{"wait": True}]
    assert outcome.text() == "a\nc\nd\n"
    assert outcome.text("stderr") == "b\n"


def test_text_appears_while_the_cell_runs(kernel):
    client = kernel.client
    message = client.execute('print("now"); sleep(600)')
    while True:
        heard = client.get_iopub_msg(timeout=60)
        if heard["msg_type"] == "stream":
            assert heard["content"]["text"] == "now\n"
            break
    kernel.manager.interrupt_kernel()
    assert collect(client, message).reply["ename"] == "interrupted"


def test_a_named_display_is_replaced(kernel):
    outcome = kernel.run('show("first", id: "d"); show("second", id: "d")')
    assert [m["msg_type"] for m in outcome.messages][2:4] == ["display_data", "update_display_data"]
    for content in outcome.of("display_data", "update_display_data"):
        assert content["transient"] == {"display_id": "d"}
    # In a later cell too.
    assert len(kernel.run('show("third", id: "d")').of("update_display_data")) == 1


def test_a_silent_cell_shows_nothing(kernel):
    for code in ("1", 'print("x")', "show(1)", "unknown_name"):
        outcome = kernel.run(code, silent=True)
        assert [m["msg_type"] for m in outcome.messages] == ["status", "status"]
    assert kernel.run("1").reply["execution_count"] == 1


def test_cells_without_history_do_not_count(kernel):
    assert kernel.run("1").reply["execution_count"] == 1
    assert kernel.run("1", store_history=False).reply["execution_count"] == 1
    assert kernel.run("1").reply["execution_count"] == 2
    history = kernel.client.history(hist_access_type="tail", n=9, reply=True, timeout=60)
    assert [entry[1] for entry in history["content"]["history"]] == [1, 2]


def test_user_expressions_are_evaluated_beside_the_cell(kernel):
    reply = kernel.run(
        "let x = 6", user_expressions={"good": "x * 7", "bad": "unknown_name"}
    ).reply
    assert reply["user_expressions"]["good"]["data"]["text/plain"] == "42"
    assert reply["user_expressions"]["bad"]["status"] == "error"


def test_an_error_has_a_coloured_traceback_with_its_place(kernel):
    outcome = kernel.run("let x = 1\nlet y = unknown_name + x")
    (error,) = outcome.of("error")
    traceback = "\n".join(error["traceback"])
    assert "\x1b[" in traceback
    assert "line 2" in traceback and "unknown_name" in traceback
    assert outcome.reply["ename"] == error["ename"]


def test_a_page_is_a_payload(kernel):
    outcome = kernel.run("train?")
    (page,) = outcome.reply["payload"]
    assert page["source"] == "page"
    assert "epochs" in page["data"]["text/plain"]
    assert outcome.of("display_data", "execute_result", "stream") == []


def test_help_is_shown_in_the_cell(kernel):
    outcome = kernel.run("help(train)")
    assert outcome.reply["payload"] == []
    assert "epochs" in outcome.of("display_data")[0]["data"]["text/plain"]
