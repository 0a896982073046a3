"""The rules of the wire, seen frame by frame."""

import json
import os
import re

import pytest
import zmq

from wire import DELIMITER, Message, WireClient


def assert_alive(wire):
    reply = wire.ask(wire.shell, "kernel_info_request")
    assert reply.content["status"] == "ok"


def damaged(wire):
    """Frames with one fault each."""
    good = wire.frames("kernel_info_request")
    yield "a wrong signature", [DELIMITER, b"0" * 64, *good[2:]]
    yield "no signature", [DELIMITER, b"", *good[2:]]
    yield "a signature that is no hex", [DELIMITER, b"\xff" * 64, *good[2:]]
    yield "content that was changed", [*good[:5], b'{"a": 1}']
    yield "no delimiter", good[1:]
    yield "nothing behind the delimiter", [DELIMITER]
    yield "too few frames", good[:4]
    yield "one empty frame", [b""]
    yield "many frames", [b"x"] * 500
    for fault in (b"", b"[]", b"7", b"{", b"\xff\xfe", b'{"msg_id": 1}', b"{}", b"[" * 100_000):
        for place in range(4):
            parts = list(good[2:])
            # `{}` is a dictionary, and only as a header too little.
            if fault.startswith(b"{") and fault.endswith(b"}") and place > 0:
                continue
            parts[place] = fault
            yield f"{fault[:20]!r} as part {place}", [DELIMITER, wire.signature(parts), *parts]


def test_damaged_frames_get_no_answer_and_do_no_harm(wire):
    for socket in (wire.shell, wire.control, wire.stdin):
        for _, frames in damaged(wire):
            socket.send_multipart(frames)
    # The first answer is that to the first good request: nothing was said to the damaged ones.
    for socket in (wire.shell, wire.control):
        message_id = wire.send(socket, "kernel_info_request")
        assert wire.receive(socket).parent["msg_id"] == message_id


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_random_frames_do_no_harm(wire, channel):
    random = __import__("random").Random(7)
    socket = getattr(wire, channel)
    for _ in range(500):
        frames = wire.frames("execute_request", {"code": "1"})
        for _ in range(random.randint(1, 3)):
            place = random.randrange(len(frames))
            frames[place] = random.choice(
                [b"", random.randbytes(30), frames[place][:-1], frames[place] * 2, DELIMITER]
            )
        socket.send_multipart(frames)
    assert_alive(wire)


def test_identities_are_echoed_through_all_hops(wire):
    frames = wire.frames("kernel_info_request")
    wire.shell.send_multipart([b"hop 1", b"\x00\xffhop 2", *frames])
    assert wire.receive(wire.shell).identities == [b"hop 1", b"\x00\xffhop 2"]


def test_the_parent_header_is_the_request_header_byte_for_byte(wire):
    header = b'{ "msg_type":"kernel_info_request" ,"msg_id":"odd \\u00e9 id", "new_field":[1.50,null]}'
    parts = [header, b"{}", b"{}", b"{}"]
    wire.shell.send_multipart([DELIMITER, wire.signature(parts), *parts])
    assert wire.receive(wire.shell).parts[1] == header
    for message in wire.publications("odd é id"):
        assert message.parts[1] == header


def test_headers_have_all_fields_and_no_id_twice(wire):
    first = wire.ask(wire.shell, "kernel_info_request")
    second = wire.ask(wire.control, "kernel_info_request")
    for header in (first.header, second.header):
        assert header["version"] == "5.5"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", header["date"])
        assert header["username"]
    assert first.header["session"] == second.header["session"]
    assert first.header["msg_id"] != second.header["msg_id"]


@pytest.mark.parametrize("channel", ["shell", "control"])
@pytest.mark.parametrize(
    "type", ["kernel_info_request", "comm_info_request", "connect_request", "interrupt_request"]
)
def test_every_request_is_bracketed(wire, channel, type):
    message_id = wire.ask(getattr(wire, channel), type).parent["msg_id"]
    states = [m.content["execution_state"] for m in wire.publications(message_id)]
    assert states == ["busy", "idle"]


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_an_unknown_type_is_bracketed_and_not_answered(wire, channel):
    socket = getattr(wire, channel)
    unknown = wire.send(socket, "teleport_request", {"to": "mars"})
    assert len(wire.publications(unknown)) == 2
    known = wire.send(socket, "kernel_info_request")
    assert wire.receive(socket).parent["msg_id"] == known


def test_content_that_is_no_request_gets_an_error(wire):
    reply = wire.ask(wire.shell, "execute_request", {"no_code": 1})
    assert reply.type == "execute_reply"
    assert reply.content["status"] == "error"
    assert {"ename", "evalue", "traceback"} <= reply.content.keys()


def test_buffers_and_unknown_fields_are_tolerated(wire):
    content = {"code": "1", "silent": True, "new": {"deep": [1]}}
    wire.shell.send_multipart([*wire.frames("execute_request", content), b"buffer", b""])
    assert wire.receive(wire.shell).content["status"] == "ok"


def test_publications_have_one_topic(wire):
    message_id = wire.send(wire.shell, "execute_request", {"code": "1 + 1"})
    for message in wire.publications(message_id):
        assert len(message.identities) == 1


def test_every_subscriber_of_a_topic_is_welcomed(wire):
    for topic in (b"", b"", b"kernel.", b"kernel.", "ü".encode()):
        socket = wire.context.socket(zmq.SUB)
        socket.setsockopt(zmq.RCVTIMEO, 90_000)
        socket.setsockopt(zmq.SUBSCRIBE, topic)
        socket.connect(wire.address("iopub_port"))
        message = wire.receive(socket)
        assert message.type == "iopub_welcome"
        assert message.content == {"subscription": topic.decode()}
        assert message.identities == [topic]
        assert message.parent == {}


def test_a_subscription_that_is_no_text_is_passed_over(wire):
    socket = wire.context.socket(zmq.SUB)
    socket.setsockopt(zmq.RCVTIMEO, 90_000)
    socket.setsockopt(zmq.SUBSCRIBE, b"\xff\xfe")
    socket.setsockopt(zmq.SUBSCRIBE, b"kernel")
    socket.connect(wire.address("iopub_port"))
    assert wire.receive(socket).content == {"subscription": "kernel"}
    socket.setsockopt(zmq.UNSUBSCRIBE, b"kernel")
    assert_alive(wire)


def test_heartbeats_are_echoed_while_a_cell_runs(wire):
    cell = wire.send(wire.shell, "execute_request", {"code": "sleep(600)"})
    while wire.receive(wire.iopub).type != "execute_input":
        pass
    heart = wire.context.socket(zmq.REQ)
    heart.setsockopt(zmq.RCVTIMEO, 90_000)
    heart.connect(wire.address("hb_port"))
    for frames in ([b"ping"], [b"\x00\xff" * 5000], [b""], [b"a", b"b"]):
        heart.send_multipart(frames)
        assert heart.recv_multipart() == frames
    # So is control; and the cell still runs.
    info = wire.ask(wire.control, "kernel_info_request")
    assert info.content["protocol_version"] == "5.5"
    assert wire.ask(wire.control, "interrupt_request").content == {"status": "ok"}
    reply = wire.receive(wire.shell)
    assert reply.parent["msg_id"] == cell
    assert reply.content["ename"] == "interrupted"


def test_a_heart_that_stops_listening_does_not_stop_the_others(wire):
    for _ in range(20):
        heart = wire.context.socket(zmq.REQ)
        heart.connect(wire.address("hb_port"))
        heart.send(b"ping")
        heart.close(linger=0)
    heart = wire.context.socket(zmq.REQ)
    heart.setsockopt(zmq.RCVTIMEO, 90_000)
    heart.connect(wire.address("hb_port"))
    heart.send(b"ping")
    assert heart.recv() == b"ping"


def test_a_client_that_comes_back_keeps_its_identity(shared_kernel, wire):
    with WireClient(shared_kernel.connection, identity=wire.identity) as again:
        assert_alive(again)


def test_kernel_info_has_every_field_that_front_ends_read(wire):
    content = wire.ask(wire.shell, "kernel_info_request").content
    assert content["implementation"] == "tandem"
    assert content["supported_features"] == []
    assert content["banner"]
    assert all({"text", "url"} <= link.keys() for link in content["help_links"])
    language = content["language_info"]
    assert language["name"] == "tandem"
    assert language["mimetype"] == "text/x-tandem"
    assert language["file_extension"] == ".tandem"
    assert language["pygments_lexer"] == "tandem"
    assert language["codemirror_mode"] == {"name": "tandem", "mime": "text/x-python"}


def test_a_comm_is_closed_as_soon_as_it_is_opened(wire):
    message_id = wire.send(
        wire.shell, "comm_open", {"comm_id": "c1", "target_name": "none", "data": {}}
    )
    messages = wire.publications(message_id)
    assert [m.type for m in messages] == ["status", "comm_close", "status"]
    assert messages[1].content["comm_id"] == "c1"
    assert wire.ask(wire.shell, "comm_info_request").content["comms"] == {}


def test_an_old_connect_request_tells_the_ports(wire):
    content = wire.ask(wire.shell, "connect_request").content
    for name in ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port"):
        assert content[name] == wire.connection[name]


def test_cursors_count_code_points(wire):
    # One code point, two UTF-16 units, four bytes; then one grapheme of two code points.
    code = '"🚲e\u0301"; uncert'
    content = wire.ask(wire.shell, "complete_request", {"code": code, "cursor_pos": len(code)}).content
    assert content["matches"] == ["uncertainty"]
    assert (content["cursor_start"], content["cursor_end"]) == (code.index("uncert"), len(code))


def test_the_message_that_is_signed_is_the_message_that_was_sent(wire):
    """Spaces and escapes that our own writer would not choose: the signature covers the bytes."""
    parts = [
        json.dumps({"msg_id": "x", "msg_type": "kernel_info_request"}, indent=3).encode(),
        b"{ }", b'{"\\u0061":1.0e0}', b"\n{}\n",
    ]
    wire.shell.send_multipart([DELIMITER, wire.signature(parts), *parts])
    assert Message(wire.shell.recv_multipart(), wire).parent["msg_id"] == "x"
