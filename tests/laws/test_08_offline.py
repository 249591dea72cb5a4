"""Law 8: the suite runs with sockets blocked, loopback excepted."""

from __future__ import annotations

import socket

import pytest


def test_no_socket_leaves_the_machine() -> None:
    with pytest.raises(RuntimeError, match="offline"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(RuntimeError, match="offline"):
        socket.getaddrinfo("example.org", 80)
