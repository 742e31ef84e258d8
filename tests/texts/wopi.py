"""An office suite as WOPI knows it: it has keys, it describes itself, it signs what it asks."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from tenant_apps.texts.wopi import discovery, service
from tests.texts.dav import Told, send

ORIGIN = "http://office.heshu.test"
EDIT = f"{ORIGIN}/edit?<ui=UI_LLCC&><rs=DC_LLCC&><dchat=DISABLE_CHAT&>"


def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def number(value: int) -> str:
    return b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).decode()


def ticks(at: datetime) -> int:
    return int((at - datetime(1, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


@dataclass
class Suite:
    """`now` is the key it signs with, `old` the one before; both are in its discovery."""

    now: RSAPrivateKey = field(default_factory=key)
    old: RSAPrivateKey = field(default_factory=key)
    edit: str = EDIT

    def discovery(self, *, keys: bool = True) -> bytes:
        said = ""
        for age, one in (("", self.now), ("old", self.old)) if keys else ():
            public = one.public_key().public_numbers()
            said += f'{age}modulus="{number(public.n)}" {age}exponent="{number(public.e)}" '
        proof = f"<proof-key {said}/>" if keys else ""
        return (
            '<?xml version="1.0" encoding="utf-8"?><wopi-discovery>'
            '<net-zone name="internal-http"><app name="Word"><action name="edit" ext="docx" '
            'urlsrc="http://10.0.0.9/edit?"/></app></net-zone>'
            '<net-zone name="external-http"><app name="Word">'
            f'<action name="view" ext="docx" urlsrc="{ORIGIN}/view?"/>'
            f'<action name="edit" ext="docx" urlsrc="{escape(self.edit)}"/></app></net-zone>'
            f"{proof}</wopi-discovery>"
        ).encode()

    def signed(self, token: str, address: str, *, at: datetime | None = None) -> dict[str, str]:
        """The three headers of the proof."""
        stamp = ticks(at or datetime.now(UTC))
        parts = (token.encode(), address.upper().encode(), stamp.to_bytes(8, "big"))
        said = b"".join(len(part).to_bytes(4, "big") + part for part in parts)

        def sign(by: RSAPrivateKey) -> str:
            return b64encode(by.sign(said, PKCS1v15(), SHA256())).decode()

        return {
            "x_wopi_timestamp": str(stamp),
            "x_wopi_proof": sign(self.now),
            "x_wopi_proofold": sign(self.old),
        }


def attach(suite: Suite) -> None:
    service.keep(discovery.understood(suite.discovery(), source=f"{ORIGIN}/hosting/discovery"))


@dataclass
class Visit:
    """One person's text, open in the suite: what it was handed by the host page."""

    suite: Suite
    file: str  # WOPISrc
    token: str
    host: str = ""  # knock at another unit's door instead
    send: Callable[..., Told] = send

    def ask(
        self,
        method: str,
        below: str = "",
        body: bytes = b"",
        *,
        at: datetime | None = None,
        **said,
    ) -> Told:
        """`said`: headers of the protocol, lock="…" is X-WOPI-Lock."""
        file = self.file.replace(urlsplit(self.file).netloc, self.host) if self.host else self.file
        address = f"{file}{below}?{urlencode({'access_token': self.token})}"
        head = self.suite.signed(self.token, address, at=at)
        head |= {f"x_wopi_{name}": value for name, value in said.items()}
        return self.send(method, address, body, **head)

    def info(self) -> Told:
        return self.ask("GET")

    def get(self, **said: str) -> Told:
        return self.ask("GET", "/contents", **said)

    def post(self, override: str, lock: str = "", **said: str) -> Told:
        return self.ask("POST", override=override, **({"lock": lock} if lock else {}), **said)

    def put(self, content: bytes, lock: str = "") -> Told:
        return self.ask("POST", "/contents", content, override="PUT", lock=lock)
