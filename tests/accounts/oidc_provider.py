"""A small OpenID provider on loopback, as a council's directory: it knows one person, and says yes at once."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "scrutiny-tracker", "a secret of the directory"


@dataclass
class Directory:
    """Who is asked about, and what the directory says of them."""

    email: str
    vouches: bool = True
    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    nonces: dict[str, str] = field(default_factory=dict)
    url: str = ""

    @property
    def configuration(self) -> dict[str, Any]:
        """The discovery document (OpenID Connect Discovery 1.0)."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }

    @property
    def claims(self) -> dict[str, Any]:
        """What it says of the person."""
        said: dict[str, Any] = {"sub": "person-1", "email": self.email, "name": "Somebody"}
        return said | ({"email_verified": True} if self.vouches else {})

    def id_token(self, nonce: str) -> str:
        """A signed statement of who the person is."""
        claims = self.claims | {"iss": self.url, "aud": CLIENT, "iat": 1, "exp": 4102444800}
        if nonce:
            claims["nonce"] = nonce
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})

    @property
    def keys(self) -> dict[str, Any]:
        """The public half of its key."""
        numbers = self.key.public_key().public_numbers()
        return {
            "keys": [
                {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": spelt(numbers.n), "e": spelt(numbers.e)}
            ]
        }


def spelt(number: int) -> str:
    """A number as keys are written (RFC 7518)."""
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def running(directory: Directory) -> Iterator[Directory]:
    """The provider, listening on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Say nothing."""

        def answer(self, body: dict[str, Any]) -> None:
            raw = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_GET(self) -> None:  # the library's name
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                directory.nonces["code-1"] = asked.get("nonce", "")
                back = {"code": "code-1", "state": asked["state"]}
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
                self.end_headers()
                return
            pages = {
                "/.well-known/openid-configuration": directory.configuration,
                "/keys": directory.keys,
                "/userinfo": directory.claims,
            }
            self.answer(pages[parts.path])

        def do_POST(self) -> None:  # the library's name
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            token = directory.id_token(directory.nonces.get("code-1", ""))
            self.answer({"access_token": "token-1", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
