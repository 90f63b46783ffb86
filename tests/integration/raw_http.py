# SPDX-License-Identifier: Apache-2.0
"""HTTP octet by octet, for what no well-behaved client would send, and for what comes back of it."""
import contextlib
import http.client
import json
import socket

from harness import PATIENCE


class Answer:
    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def problem(self):
        return json.loads(self.body)


def answer_of(connection):
    """One answer, or None when the server hung up without one."""
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    except (http.client.BadStatusLine, http.client.IncompleteRead, ConnectionError, EOFError):
        return None


def everything_of(connection):
    """What the server says until it hangs up."""
    said = b""
    with contextlib.suppress(ConnectionError):
        while more := connection.recv(65536):
            said += more
    return said


def hung_up(connection, within=PATIENCE):
    """Whether the server closes the connection within that time, whatever it says before."""
    connection.settimeout(within)
    try:
        while connection.recv(65536):
            pass
        return True
    except ConnectionError:
        return True
    except socket.timeout:
        return False


def head(method="GET", path="/number", host="darban.home", version="HTTP/1.1", *lines):
    fields = ([f"Host: {host}"] if host is not None else []) + list(lines)
    return "\r\n".join([f"{method} {path} {version}", *fields, "", ""]).encode("latin-1")
