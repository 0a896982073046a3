"""A kernel under test, and a client that waits for what it expects instead of sleeping."""

import dataclasses
import queue
import time

import psutil
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

# Generous: the machine may be slow and busy. Nothing waits as long if all is well.
TIMEOUT = 90


@dataclasses.dataclass
class Outcome:
    """What a cell gave: the content of its reply, and its messages on iopub."""

    reply: dict
    messages: list

    @property
    def status(self):
        return self.reply["status"]

    def of(self, *types):
        return [m["content"] for m in self.messages if m["msg_type"] in types]

    def text(self, name="stdout"):
        return "".join(c["text"] for c in self.of("stream") if c["name"] == name)

    @property
    def value(self):
        """The plain text of the cell's value."""
        results = self.of("execute_result")
        return results[-1]["data"]["text/plain"] if results else None


class Kernel:
    """A kernel that Jupyter's own manager starts, with one client connected."""

    def __init__(self, **options):
        self.manager = KernelManager(kernel_name="tandem", **options)

    def __enter__(self):
        self.manager.start_kernel()
        self.client = self.connect()
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    @property
    def process(self):
        return psutil.Process(self.manager.provisioner.pid)

    @property
    def connection(self):
        return self.manager.get_connection_info()

    def connect(self):
        """A client of its own, as another front end is: it comes by the connection file."""
        client = BlockingKernelClient()
        client.load_connection_file(self.manager.connection_file)
        client.start_channels()
        client.wait_for_ready(timeout=TIMEOUT)
        return client

    def run(self, code, client=None, **options):
        """Runs a cell and collects all that comes of it."""
        client = client or self.client
        options.setdefault("allow_stdin", False)
        return collect(client, client.execute(code, **options))


def collect(client, message_id):
    """The reply and the messages of a request that was sent."""
    messages = until_idle(client, message_id)
    return Outcome(reply_to(client, message_id), messages)


def reply_to(client, message_id, timeout=TIMEOUT):
    deadline = time.monotonic() + timeout
    while True:
        message = client.get_shell_msg(timeout=max(0, deadline - time.monotonic()))
        if message["parent_header"].get("msg_id") == message_id:
            return message["content"]


def until(client, condition, timeout=TIMEOUT):
    """The messages on iopub up to the first one that fits."""
    deadline = time.monotonic() + timeout
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=max(0, deadline - time.monotonic()))
        messages.append(message)
        if condition(message):
            return messages


def until_idle(client, message_id, timeout=TIMEOUT):
    def is_idle(message):
        return is_about(message, message_id) and message["content"].get("execution_state") == "idle"

    return [m for m in until(client, is_idle, timeout) if is_about(m, message_id)]


def until_output(client, message_id, text):
    """Waits until a cell has written a text to standard output."""
    seen = ""

    def is_there(message):
        nonlocal seen
        if is_about(message, message_id) and message["msg_type"] == "stream":
            seen += message["content"]["text"]
        return text in seen

    until(client, is_there)


def is_about(message, message_id):
    return message["parent_header"].get("msg_id") == message_id


def wait_until(condition, timeout=TIMEOUT):
    """Looks again and again until something is so."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it has not come true in time"
        time.sleep(0.02)


def drain(client):
    """Forgets what is waiting on iopub."""
    while True:
        try:
            client.get_iopub_msg(timeout=0.2)
        except queue.Empty:
            return
