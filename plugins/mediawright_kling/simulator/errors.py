"""A refusal on its way to the client, and the provider's own words for it (docs/contracts/kling.md §3.2, §3.4)."""

#: of a new path to access keys, and to a wrong API key alike; of an older path to what is no token (kling-more.md §9, K-C10)
NO_ACCESS_KEYS = (
    "Authentication error. The current API does not support AK/SK; please go to the console"
    " (https://kling.ai/dev/api-key) to create API key."
)
NO_PARTS = "The token was expected to have 3 parts, but got 0"
HTTP = {
    1000: 401,
    1001: 401,
    1002: 401,
    1003: 401,
    1004: 401,
    1100: 429,
    1101: 429,
    1102: 429,
    1103: 403,
    1200: 400,
    1201: 400,
    1202: 404,
    1203: 404,
    1300: 400,
    1301: 400,
    1302: 429,
    1303: 429,
    1304: 429,
    5000: 500,
    5001: 503,
    5002: 504,
}
WORDS = {
    1000: "signature is invalid",
    1001: "Authorization is empty",
    1002: "access key not exist",
    1003: "token is not valid yet",
    1004: "token is expired",
    1100: "account exception",
    1101: "account in arrears",
    1102: "Account balance not enough",
    1103: "no permission",
    1200: "invalid request parameters",
    1202: "the requested method is invalid",
    1203: "the requested resource does not exist",
    1300: "trigger platform strategy",
    1301: "trigger the content security policy of the platform",
    1302: "api request too fast",
    1303: "parallel task over resource pack limit",
    1304: "ip is not in the whitelist",
    5000: "server internal error",
    5001: "server temporarily unavailable",
    5002: "server internal timeout",
}


class RefusedError(Exception):
    """The request ends here with this code."""

    def __init__(self, code: int, message: str | None = None) -> None:
        self.code = code
        self.message = message if message is not None else WORDS.get(code, "error")
        super().__init__(f"{code} {self.message}")


def bad(message: str) -> RefusedError:
    """1201: a bad key or value."""
    return RefusedError(1201, message)
