"""Which addresses a webhook may lead to: the public internet, and what the install names, so that nobody who may
register a webhook can have this server knock at doors behind its own firewall (SSRF).

What an address says is looked at as it is registered; where its name leads, each time that something is sent.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

IP = IPv4Address | IPv6Address
# Well-known prefix of NAT64: the last four bytes are an address of IPv4.
NAT64 = ip_network("64:ff9b::/96")
PORTS = {"https": 443, "http": 80}
# So many of the addresses of a name are tried.
MOST_TRIED = 3


class Unreachable(Exception):
    """Nothing may be, or can be, sent there. The message is a sentence."""


@dataclass(frozen=True)
class Target:
    """What an address says: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The Host header: with the port, unless it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(address: str) -> Target:
    """What an address says. Raises Unreachable for what no webhook may have."""
    if any(ord(character) <= 32 or ord(character) > 126 for character in address):
        raise Unreachable("Write the address without spaces, and with plain letters only")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unreachable("This is not an address. It must look like https://www.example.org/webhooks") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unreachable("Enter an address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("Leave out the name and password: messages are signed instead")
    if parts.fragment:
        raise Unreachable("Leave out the part after #")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, parts.hostname, port or PORTS[parts.scheme], path)
    literal = literal_of(target.host)
    is_here = target.host == "localhost" or (literal is not None and literal.is_loopback)
    if target.scheme == "http" and not (is_here and may_be_reached(literal or IPv4Address("127.0.0.1"))):
        raise Unreachable("Enter an address that begins with https://, so that nobody on the way reads or changes it")
    if literal is not None and not may_be_reached(literal):
        raise Unreachable("This address is inside a private network. Enter one that is reached from the internet")
    return target


def literal_of(host: str) -> IP | None:
    """The network address that a host is written as; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def may_be_reached(address: IP) -> bool:
    """Whether the install may connect there: public, or in a network that WEBHOOKS_MAY_REACH names."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return may_be_reached(address.ipv4_mapped)
        if address in NAT64:
            return may_be_reached(IPv4Address(address.packed[-4:]))
        # Tunnels lead to an address of IPv4 that is hidden in them.
        if address.sixtofour or address.teredo:
            return False
    if any(address in ip_network(network) for network in settings.WEBHOOKS_MAY_REACH):
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def reachable(target: Target) -> list[str]:
    """The network addresses to connect to, as text. Raises Unreachable where there is none that may be reached."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise Unreachable(f"The name {target.host} is not known: {why or 'it is no name'}.") from error
    # A scope such as %eth0 is of this machine alone.
    known = dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in found)
    allowed = [str(ip) for ip in known if may_be_reached(ip) and (target.scheme == "https" or ip.is_loopback)]
    if not allowed:
        raise Unreachable(f"{target.host} leads to an address inside a private network, where nothing is sent.")
    return allowed[:MOST_TRIED]
