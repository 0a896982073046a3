"""A client that speaks in frames, so that it can say what no library would."""

import hashlib
import hmac
import json
import uuid

import zmq

TIMEOUT = 90_000
DELIMITER = b"<IDS|MSG>"


class WireClient:
    """Sockets to the channels of a kernel."""

    def __init__(self, connection, identity=None):
        self.connection = connection
        key = connection.get("key", "")
        self.key = key if isinstance(key, bytes) else key.encode()
        self.digest = connection["signature_scheme"].removeprefix("hmac-")
        self.identity = identity or uuid.uuid4().bytes
        self.context = zmq.Context()

    def __enter__(self):
        self.shell = self.socket(zmq.DEALER, "shell_port")
        self.control = self.socket(zmq.DEALER, "control_port")
        self.stdin = self.socket(zmq.DEALER, "stdin_port")
        self.iopub = self.subscribe(b"")
        return self

    def __exit__(self, *_):
        self.context.destroy(linger=0)

    def address(self, port):
        separator = ":" if self.connection["transport"] == "tcp" else "-"
        transport, ip = self.connection["transport"], self.connection["ip"]
        return f"{transport}://{ip}{separator}{self.connection[port]}"

    def socket(self, kind, port):
        socket = self.context.socket(kind)
        socket.setsockopt(zmq.IDENTITY, self.identity)
        socket.setsockopt(zmq.RCVTIMEO, TIMEOUT)
        socket.connect(self.address(port))
        return socket

    def subscribe(self, *topics):
        """Subscribes; comes back when the kernel has welcomed each subscription."""
        socket = self.context.socket(zmq.SUB)
        socket.setsockopt(zmq.RCVTIMEO, TIMEOUT)
        for topic in topics:
            socket.setsockopt(zmq.SUBSCRIBE, topic)
        socket.connect(self.address("iopub_port"))
        welcomed = set()
        while len(welcomed) < len(topics):
            message = self.receive(socket)
            if message.type == "iopub_welcome":
                welcomed.add(message.content["subscription"].encode())
        return socket

    def signature(self, parts):
        if not self.key:
            return b""
        code = hmac.new(self.key, digestmod=getattr(hashlib, self.digest))
        for part in parts:
            code.update(part)
        return code.hexdigest().encode()

    def frames(self, type, content=None, **header):
        """The frames of a request as they should be."""
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": type, "session": "wire", "username": "test",
            "date": "2026-01-01T00:00:00Z", "version": "5.5", **header,
        }
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content or {})]
        return [DELIMITER, self.signature(parts), *parts]

    def send(self, socket, type, content=None, **header):
        frames = self.frames(type, content, **header)
        socket.send_multipart(frames)
        return json.loads(frames[2])["msg_id"]

    def receive(self, socket):
        return Message(socket.recv_multipart(), self)

    def ask(self, socket, type, content=None, **header):
        """Sends a request and waits for its reply; others that come are passed over."""
        message_id = self.send(socket, type, content, **header)
        while True:
            reply = self.receive(socket)
            if reply.parent.get("msg_id") == message_id:
                return reply

    def publications(self, message_id):
        """What all clients hear of a request, up to its idle."""
        messages = []
        while True:
            message = self.receive(self.iopub)
            if message.parent.get("msg_id") != message_id:
                continue
            messages.append(message)
            if message.content.get("execution_state") == "idle":
                return messages


class Message:
    """A message that came; its signature has been checked."""

    def __init__(self, frames, client):
        self.frames = frames
        place = frames.index(DELIMITER)
        self.identities = frames[:place]
        self.signature, *parts = frames[place + 1 : place + 6]
        assert self.signature == client.signature(parts), "the kernel's signature is wrong"
        self.parts = parts
        self.header, self.parent, self.metadata, self.content = map(json.loads, parts)
        self.type = self.header["msg_type"]
