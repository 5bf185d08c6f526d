"""Secrets that are obviously false, to be planted where real ones would be and searched for everywhere else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MARK = "not-a-real-secret"


@dataclass(frozen=True)
class CanarySecrets:
    """One false value per kind of secret. `leaked_in` says which of them a text gives away."""

    values: Mapping[str, str] = field(
        default_factory=lambda: {
            "access_key": f"{MARK}-access-key-7Q",
            "secret_key": f"{MARK}-secret-key-8R",
            "token": f"{MARK}-token-9S",
            "signature": f"{MARK}-signature-2T",
            "login_code": f"{MARK}-login-code-3U",
        }
    )

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def signed_url(self, path: str = "https://files.example.com/result.mp4") -> str:
        """A result link as providers sign them: the query is the secret."""
        return f"{path}?Expires=1790000000&Signature={self['signature']}"

    def leaked_in(self, *texts: str | bytes) -> list[str]:
        """The names of the secrets that occur in any of the texts."""
        return [name for name, value in self.values.items() if any(_holds(text, value) for text in texts)]

    def assert_absent(self, texts: Iterable[str | bytes], where: str) -> None:
        """Fail naming the kind of secret (never its value) and the place."""
        leaked = self.leaked_in(*texts)
        assert not leaked, f"{where} gives away a secret: {', '.join(leaked)}. Nothing secret may be shown or stored."


def _holds(text: str | bytes, value: str) -> bool:
    return value.encode() in text if isinstance(text, bytes) else value in text
