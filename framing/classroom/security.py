"""What keeps a lesson safe on a school's network: hosts, headers, sizes, tokens, guesses."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST, LARGEST = 64 * 1024, 1024 * 1024  # a pupil's form; a teacher's pasted articles
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: with that a browser sends `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
COOKIE_AGE = 14 * 3600
PATIENCE = 30.0  # seconds in which a form must have come in


class Guard:
    """The outermost layer: refuses foreign hosts and oversized requests, sets the headers.

    ``hosts`` are the names by which the lesson may be reached; addresses in figures are always
    allowed, for a page on a foreign name cannot carry one in its Host header.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts} | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._known(headers.get("host", "")):
            await PlainTextResponse("This name is not known here.", 400)(scope, receive, send)
            return
        limit = LARGEST if scope["path"].startswith("/teacher") else SMALLEST
        length = headers.get("content-length", "0")
        sound = length.isascii() and length.isdigit() and len(length) < 10
        if not sound or int(length) > limit:
            await PlainTextResponse("That is too long.", 413)(scope, receive, send)
            return
        await self.app(scope, _counted(receive, limit), _with_headers(send))

    def _known(self, host: str) -> bool:
        if "@" in host:
            return False
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


class TooLong(Exception):
    """A request without a length turned out to be too long."""


def _counted(receive: Receive, limit: int, patience: float = PATIENCE) -> Receive:
    """Count what comes in; who sends too slowly is taken for gone."""
    got, whole = 0, False
    until = asyncio.get_running_loop().time() + patience

    async def counting() -> Message:
        nonlocal got, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        got += len(message.get("body", b""))
        if got > limit:
            raise TooLong
        return message

    return counting


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending


class Signer:
    """Signs cookies and makes the tokens of forms, with the machine's secret."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, response: Response, name: str, value: object) -> None:
        """Set a signed cookie; its value can be read by its owner but not changed."""
        response.set_cookie(
            name,
            str(self._serializer(name).dumps(value)),
            max_age=COOKIE_AGE,
            httponly=True,
            samesite="lax",
            path="/",
        )

    def read(self, request: Request, name: str) -> object | None:
        """Give the value of a signed cookie, or None if it is missing or was tampered with."""
        try:
            return object_of(self._serializer(name).loads(_cookie(request, name)))
        except BadSignature:
            return None

    def _serializer(self, name: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret, salt=name)

    def renew(self, response: Response) -> None:
        """Begin a new visit, so that a token from before somebody came in is of no use after."""
        self.write(response, "visit", secrets.token_urlsafe(12))

    def visit(self, request: Request) -> str:
        """Give the random mark of this browser's visit, a new one if it has none."""
        found = self.read(request, "visit")
        return found if isinstance(found, str) else secrets.token_urlsafe(12)

    def token(self, visit: str) -> str:
        """Give the token that every form of this visit must carry."""
        return hmac.new(self._secret, f"form {visit}".encode(), "sha256").hexdigest()[:32]

    def trusted(self, request: Request, form: FormData) -> bool:
        """Tell whether a form was sent from a page of ours, by this browser.

        The token must be right; where the browser says where the request comes from
        (Sec-Fetch-Site, which is not sent to plain-HTTP names, else Origin), it must be us.
        """
        token = form.get("token")
        visit = self.read(request, "visit")
        if not isinstance(token, str) or not isinstance(visit, str):
            return False
        if not same(token, self.token(visit)):
            return False
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def object_of(value: object) -> object:
    """Give a value read from a cookie, its type unknown."""
    return value


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time, whatever signs they hold."""
    return hmac.compare_digest(one.encode(), other.encode())


def _cookie(request: Request, name: str) -> str:
    # Starlette's reader takes the last of two cookies of one name; this takes the same one always
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(request.headers.get("cookie", ""))
    except ValueError:
        return ""
    return jar[name].value if name in jar else ""


@dataclass
class Guesses:
    """Counts wrong guesses: so many at once, and so many a second come back.

    A guess is taken before it is looked at, so that many at once are many, and given back when it
    was right: a class behind one address is not locked out. Nothing is written down: an address
    lives in memory only, as long as its bucket is not full again.

    >>> guesses = Guesses(most=2, per_second=0.0)
    >>> [guesses.take("x") for _ in range(3)]
    [True, True, False]
    >>> guesses.give_back("x")
    >>> guesses.take("x")
    True
    """

    most: int
    per_second: float
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, who: str) -> bool:
        """Take a guess; tell whether there was one."""
        left = self._now(who)
        self._keep(who, max(left - 1, 0.0))
        return left >= 1

    def give_back(self, who: str) -> None:
        """Give back a guess that was right."""
        self._keep(who, min(self._now(who) + 1, self.most))

    def _keep(self, who: str, left: float) -> None:
        self._left[who] = (left, time.monotonic())
        if len(self._left) > 20_000:
            self._left = {name: kept for name, kept in self._left.items() if kept[0] < 1}

    def _now(self, who: str) -> float:
        left, since = self._left.get(who, (float(self.most), 0.0))
        return min(self.most, left + (time.monotonic() - since) * self.per_second)
