# SPDX-License-Identifier: Apache-2.0
"""The daemon's side of src/gateway/message.h, written a second time and by hand: what goes over darban-gateway's socket, right or wrong on purpose."""
import ipaddress
import socket
import struct

VERSION = 1
BEGIN, DEVICES, PLACES, WHEREABOUTS, RESOLVERS, TUNNELS, EXCEPTIONS, COMMIT, TELL, BEAT, CLEAR = range(1, 12)
DONE, REFUSED = 128, 129
OTHER_VERSION, BAD_MESSAGE, NO_PLAN, TOO_MANY, NOT_LEADER, OVERTAKEN, KERNEL = range(1, 8)
OPEN, ANSWERED, CLOSED = 0, 3, 6  # doors; add 1 for standard, 2 for strict
DOOR_CLOSED, VITAL, HAS_MAC = 1, 2, 4


def address(text):
    parsed = ipaddress.ip_address(text)
    return parsed.packed if parsed.version == 6 else b"\0" * 10 + b"\xff\xff" + parsed.packed


def prefix(text):
    network = ipaddress.ip_network(text)
    return address(network.network_address) + bytes([network.prefixlen + (96 if network.version == 4 else 0)])


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


class GatewayClient:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(10)
        self.number = 0
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise

    def close(self):
        self.socket.close()

    def send(self, verb, body=b"", version=VERSION):
        self.socket.send(struct.pack("!BBI", version, verb, self.number) + body)

    def answer(self):
        """(verb, number, reason), or None when the other side hung up."""
        try:
            octets = self.socket.recv(100)
        except ConnectionResetError:
            return None
        if not octets:
            return None
        _, verb, number = struct.unpack("!BBI", octets[:6])
        return verb, number, octets[6] if len(octets) > 6 else 0

    def begin(self, lan=("br-lan",), port4=53, port6=53, answered_for=600, others=OPEN):
        self.number += 1
        self.send(BEGIN, struct.pack("!HHIB", port4, port6, answered_for, others) + b"".join(name.encode().ljust(16, b"\0") for name in lan))

    def plan(self, devices=(), places=(), whereabouts=(), resolvers=(), tunnels=(), exceptions=(), **begin):
        """Sends a whole plan and gives the answer."""
        self.begin(**begin)
        for part in range(0, len(devices), 2000):
            self.send(DEVICES, b"".join(mac(one) + bytes([treatment]) for one, treatment in devices[part : part + 2000]))
        self.send(PLACES, b"".join(prefix(one) + bytes([treatment]) for one, treatment in places))
        self.send(WHEREABOUTS, b"".join(address(where) + mac(one) for where, one in whereabouts))
        self.send(RESOLVERS, b"".join(map(prefix, resolvers)))
        self.send(TUNNELS, b"".join(struct.pack("!BH", {"tcp": 6, "udp": 17}[protocol], port) for protocol, port in tunnels))
        self.send(EXCEPTIONS, b"".join(map(prefix, exceptions)))
        self.send(COMMIT)
        return self.answer()

    def tell(self, asker, *addresses, device=None, flags=0):
        self.number += 1
        known = mac(device) if device else b"\0" * 6
        self.send(TELL, bytes([flags | (HAS_MAC if device else 0)]) + known + address(asker) + b"".join(map(address, addresses)))
        return self.answer()
