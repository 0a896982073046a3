"""Fixtures: kernels that are started as Jupyter starts them."""

import pytest

from kernels import Kernel
from wire import WireClient


@pytest.fixture
def kernel():
    """A kernel of its own for one test."""
    with Kernel() as kernel:
        yield kernel


@pytest.fixture(scope="module")
def shared_kernel():
    """One kernel for the tests of a file that leave it as they found it."""
    with Kernel() as kernel:
        yield kernel


@pytest.fixture
def wire(shared_kernel):
    """A client that works on frames."""
    with WireClient(shared_kernel.connection) as client:
        yield client
