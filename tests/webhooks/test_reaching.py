"""Where messages may be sent: what an address says, and where its name leads."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from webhooks import sending
from webhooks.reaching import Unreachable, may_be_reached, reachable, target_of

pytestmark = pytest.mark.once

INSIDE = """
    127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 192.0.2.1 198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1
    fc00::1 fd12:3456::1 ff02::1 2001:db8::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254
    64:ff9b::a00:1 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1:: 2001:0:4136:e378:8000:63bf:3fff:fdd2
""".split()  # noqa: SIM905
PUBLIC = """
    1.1.1.1 8.8.8.8 93.184.216.34 2606:4700:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()  # noqa: SIM905


@pytest.fixture(autouse=True)
def nothing_inside(settings: Any) -> None:
    settings.WEBHOOKS_MAY_REACH = []


def test_nothing_goes_inside_a_private_network() -> None:
    assert [ip for ip in INSIDE if may_be_reached(ip_address(ip))] == []
    assert [ip for ip in PUBLIC if not may_be_reached(ip_address(ip))] == []


def test_a_network_that_the_install_names_is_within_reach(settings: Any) -> None:
    settings.WEBHOOKS_MAY_REACH = ["10.20.0.0/16"]
    assert may_be_reached(ip_address("10.20.3.4"))
    assert may_be_reached(ip_address("::ffff:10.20.3.4"))
    assert not may_be_reached(ip_address("10.21.3.4"))


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://www.example.org/", "https://"),
        ("ftp://www.example.org/", "https://"),
        ("//www.example.org/", "https://"),
        ("https://", "https://"),
        ("nonsense", "https://"),
        ("https://[::1", "not an address"),
        ("https://www.example.org:99999/", "not an address"),
        ("https://user:word@www.example.org/", "name and password"),
        ("https://www.example.org/#part", "after #"),
        ("https://www.example.org/a b", "without spaces"),
        ("https://www.example.org/\r\nHost: a", "without spaces"),
        ("https://bücher.example/", "plain letters"),
        ("https://127.0.0.1/", "private network"),
        ("https://10.0.0.1:8443/hooks", "private network"),
        ("https://[::ffff:169.254.169.254]/", "private network"),
        ("http://127.0.0.1:8000/", "https://"),
        ("http://localhost/", "https://"),
    ],
)
def test_an_address_is_refused_as_it_is_typed(address: str, says: str) -> None:
    with pytest.raises(Unreachable, match=says):
        target_of(address)


def test_plain_http_is_for_this_machine_alone_where_the_install_allows_it(settings: Any) -> None:
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8", "10.0.0.0/8"]
    assert target_of("http://127.0.0.1:8000/hooks?a=b").authority == "127.0.0.1:8000"
    assert target_of("http://localhost/").path == "/"
    with pytest.raises(Unreachable, match="https://"):
        target_of("http://10.0.0.1/")
    assert target_of("https://10.0.0.1/").authority == "10.0.0.1"


def resolving(monkeypatch: pytest.MonkeyPatch, *found: str) -> None:
    """Every name leads there."""
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)


def test_a_name_is_looked_up_as_it_is_sent_and_leads_nowhere_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "10.0.0.1", "127.0.0.1")
    answer = sending.post("https://inside.example.org/", b"{}", {})
    assert (answer.status, "private network" in answer.fault) == (None, True)


def test_of_several_addresses_only_those_outside_are_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "10.0.0.1", "93.184.216.34", "93.184.216.34", "::1", "2606:4700::1", "8.8.8.8", "1.1.1.1")
    assert reachable(target_of("https://www.example.org/")) == ["93.184.216.34", "2606:4700::1", "8.8.8.8"]


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """A name that leads elsewhere the second time it is asked (DNS rebinding) is asked once."""
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8"]
    asked: list[str] = []

    def once(host: str, port: int, *_: Any, **__: Any) -> Any:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    sending.post("https://www.example.org:1/", b"{}", {})
    assert asked == ["www.example.org", "127.0.0.1"]


def test_no_proxy_of_the_environment_stands_between(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.WEBHOOKS_MAY_REACH = ["127.0.0.0/8"]
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:1")
    assert sending.post("http://127.0.0.1:1/", b"{}", {}).fault == "Nobody listens at this address."


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(settings: Any) -> None:
    """TLS is asked for the name; the machine's own store says whom to trust."""
    target = target_of("https://www.example.org/")
    connection: Any = sending.connection_to(target, "127.0.0.1")
    context = connection.ssl_context
    assert (connection.server_hostname, context.check_hostname) == ("www.example.org", True)
    assert context.verify_mode.name == "CERT_REQUIRED"
