"""Device binds: sessions, codes, the person's approval or refusal (docs/contracts/kling.md §2.7)."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from mediawright.plugin import dataclass
from mediawright_kling.simulator.errors import RefusedError, bad
from mediawright_kling.simulator.options import Settings

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
NEEDED = ("skillId", "skillVersion", "clientInstanceId", "deviceName", "platform", "hostname", "codeChallenge")


@dataclass(slots=True)
class Bind:
    """One session. `verdict`: pending, approved or denied."""

    session_id: str
    device_code: str
    user_code: str
    challenge: str
    device: Mapping[str, Any]
    ends_ms: int
    verdict: str = "pending"
    asked: int = 0
    issued: bool = False


class Bindings:
    """All sessions of this run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.all: list[Bind] = []

    def open(self, body: Mapping[str, Any], now_ms: int) -> Bind:
        """Raises RefusedError 1201 for a missing part."""
        missing = [name for name in NEEDED if not body.get(name)]
        if missing or body.get("codeChallengeMethod") != "S256":
            raise bad(f"{(missing or ['codeChallengeMethod'])[0]} is invalid")
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
        bind = Bind(
            session_id=f"bs-{secrets.token_hex(4)}",
            device_code=f"dc-{secrets.token_hex(8)}",
            user_code=code,
            challenge=str(body["codeChallenge"]),
            device=dict(body),
            ends_ms=now_ms + int(self._settings.bind_life_s * 1000),
        )
        self.all.append(bind)
        return bind

    def by_user_code(self, code: str) -> Bind | None:
        return next((bind for bind in self.all if bind.user_code == code.strip().upper()), None)

    def exchange(self, body: Mapping[str, Any], now_ms: int, keys: dict[str, str]) -> dict[str, Any]:
        """One question. Raises RefusedError 1203 for an unknown session, 1201 where the proof does not fit."""
        bind = next((b for b in self.all if b.session_id == body.get("sessionId")), None)
        if bind is None or bind.device_code != body.get("deviceCode"):
            raise RefusedError(1203)
        if challenge_of(str(body.get("codeVerifier") or "")) != bind.challenge:
            raise bad("codeVerifier is invalid")
        bind.asked += 1
        if self._settings.bind == "approve" and bind.asked > 1 and bind.verdict == "pending":
            bind.verdict = "approved"
        if bind.verdict == "denied":
            return {"status": "DENIED"}
        if now_ms >= bind.ends_ms:
            return {"status": "EXPIRED"}
        if bind.verdict == "pending":
            left = (bind.ends_ms - now_ms) // 1000
            return {"status": "PENDING", "pollAfterSeconds": self._settings.poll_after_s, "expiresIn": left}
        return self._issue(bind, keys)

    def _issue(self, bind: Bind, keys: dict[str, str]) -> dict[str, Any]:
        word = "ALREADY_EXCHANGED" if bind.issued else "ISSUED"
        access = f"bound-{bind.session_id}"
        keys[access] = "bound-not-a-secret"
        bind.issued = True
        pair = {"accessKey": access, "secretKey": keys[access], "credentialId": "c-sim", "accountId": "a-sim"}
        return {"status": word, "credential": pair}


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
