"""Who may use the board: links that open it once, the sessions they become, a password where it is reached from outside."""

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

#: how long a session lasts (seconds), and how many there may be
LIFE_S = 7 * 86_400
MOST = 64
#: answers that a session keeps, to be shown after a form was sent
ANSWERS = 32
#: wrong passwords in a row before every further one waits (seconds, doubled each time, up to the last)
FREE_TRIES, FIRST_WAIT_S, LAST_WAIT_S = 5, 1.0, 300.0


@dataclass(slots=True)
class Session:
    """One browser. `csrf` stands in each of its forms; `answers` are shown once a form led to them."""

    csrf: str
    ends: float
    answers: "OrderedDict[str, Any]" = field(default_factory=OrderedDict)

    def keep(self, answer: Any) -> str:
        """Keep an answer; the name under which it is shown."""
        name = secrets.token_urlsafe(9)
        self.answers[name] = answer
        while len(self.answers) > ANSWERS:
            self.answers.popitem(last=False)
        return name


class Sessions:
    """Kept in memory only: when the board ends, so does every session. Only hashes of secrets are kept.

    `now` (monotonic seconds) is given with each call.
    """

    def __init__(self, password: str | None = None) -> None:
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()
        self._link: bytes | None = None
        self._password = password
        self._wrong = 0
        self._closed_until = 0.0

    @property
    def by_password(self) -> bool:
        return self._password is not None

    def link(self) -> str:
        """A new secret for one opening; the one before it opens nothing any more."""
        token = secrets.token_urlsafe(24)
        self._link = _hash(token)
        return token

    def opened(self, token: str, now: float) -> str | None:
        """The secret of a new session for a link's secret, which is used up by it; None where it opens nothing."""
        if self._link is None or not hmac.compare_digest(self._link, _hash(token)):
            return None
        self._link = None
        return self._new(now)

    def signed_in(self, password: str, now: float) -> str | None:
        """The same for a password; None for a wrong one, and for any while too many were wrong."""
        if self._password is None or now < self._closed_until:
            return None
        if not hmac.compare_digest(_hash(self._password), _hash(password)):
            self._wrong += 1
            more = self._wrong - FREE_TRIES
            if more >= 0:
                self._closed_until = now + min(LAST_WAIT_S, FIRST_WAIT_S * 2 ** min(more, 20))
            return None
        self._wrong = 0
        return self._new(now)

    def of(self, secret: str | None, now: float) -> Session | None:
        """The session of a cookie; None where there is none, or its time is over."""
        session = self._sessions.get(_hash(secret)) if secret else None
        return session if session is not None and now < session.ends else None

    def end(self, secret: str | None) -> None:
        """Sign a browser out."""
        if secret:
            self._sessions.pop(_hash(secret), None)

    def _new(self, now: float) -> str:
        secret = secrets.token_urlsafe(32)
        self._sessions[_hash(secret)] = Session(csrf=secrets.token_urlsafe(24), ends=now + LIFE_S)
        while len(self._sessions) > MOST:
            self._sessions.popitem(last=False)
        return secret


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
