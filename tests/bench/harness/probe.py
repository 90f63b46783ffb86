# SPDX-License-Identifier: Apache-2.0
"""One question, one answer: is this name open or closed for us?"""
import contextlib
import socket
import struct
import time

HEADER = struct.Struct(">6H")


class Probe:
    def __init__(self, port):
        self._port = port
        self._id = 0

    def ask(self, name, patience=0.5):
        """'open', 'closed', 'rcode N', or None when nothing came."""
        self._id = (self._id + 1) & 0xFFFF
        question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0" + struct.pack(">2H", 1, 1)
        message = HEADER.pack(self._id, 0x0100, 1, 0, 0, 0) + question
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.settimeout(patience)
            one.connect(("127.0.0.1", self._port))
            one.send(message)
            answer = one.recv(4096)
            if answer[:2] == message[:2]:
                return self._meaning(answer, len(message))
        return None

    @staticmethod
    def _meaning(answer, question_end):
        _, flags, _, answers, _, _ = HEADER.unpack(answer[:12])
        rcode = flags & 15
        if rcode not in (0, 3):
            return f"rcode {rcode}"
        if rcode == 3 or answers == 0 or answer[question_end + 12 : question_end + 16] == bytes(4):
            return "closed"
        return "open"

    def wait_for(self, name, meaning, process, time_limit):
        """Seconds from the process's start until the name has this meaning."""
        last = None
        while time.monotonic() - process.began < time_limit:
            last = self.ask(name, 0.25) or last
            if last == meaning:
                return time.monotonic() - process.began
            if not process.running():
                raise RuntimeError(f"the server ended: {process.last_words()}")
            time.sleep(0.001)
        raise RuntimeError(f"no '{meaning}' for {time_limit} s, last was {last}: {process.last_words()}")
