"""The end-to-end test: a provider with its simulator through a whole journey, lost answers and refusals included.

    from mediawright.testing.end_to_end import end_to_end

    def test_the_journey(tmp_path):
        end_to_end("mediawright_acme.hooks", tmp_path, {"ACME_URL": "{simulator}"})

False keys are planted where `credentials` looks for them. Nothing leaves this machine and nothing is waited for.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from mediawright.testing.canaries import MARK
from mediawright.testing.checks.journeys import every_capability, fewer_results
from mediawright.testing.checks.lifecycle import SIGNED_IN, finishing, signed_out
from mediawright.testing.checks.scenario import Scenario, ScenarioCheck, named
from mediawright.testing.conformance import subject
from mediawright.testing.findings import Finding, Subject, review
from mediawright.testing.harness import ADDRESS, harness
from mediawright.testing.inputs import with_files
from mediawright.testing.samples import accepted, requests_of
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import AuthKind, EnvSource, Provider
from mediawright.types.request import Request


def end_to_end(
    module: str,
    folder: Path,
    environ: Mapping[str, str],
    *,
    options: Mapping[str, str] | None = None,
    samples: Mapping[Operation, Request] | None = None,
    operation: Operation | None = None,
    paid: int = -1,
    final: Sequence[tuple[int, bytes]] = (),
    every: bool = True,
) -> None:
    """Fail with a review where there is anything to say.

    `environ` is the provider's environment; `{simulator}` in a value becomes the simulator's address. `options` go to
    the simulator. `samples` holds good requests of your own. Played is the first operation that needs no more than
    pictures, or `operation`. `paid`: which of the calls that `wire` shows is the one that spends (the last one unless
    told). `final`: answers to a poll (status, body) that the service documents as the end of a task that failed. Takes some
    seconds: the first request meets every trouble, and one request of each further kind goes the whole way (`every` False:
    it does not).
    """
    __tracebackhide__ = True
    found = findings(
        module, folder, environ, options=options, samples=samples, operation=operation, paid=paid, final=final
    )
    if found:
        raise AssertionError(review(module.partition(".")[0], found))


def findings(
    module: str,
    folder: Path,
    environ: Mapping[str, str],
    *,
    options: Mapping[str, str] | None = None,
    samples: Mapping[Operation, Request] | None = None,
    operation: Operation | None = None,
    paid: int = -1,
    final: Sequence[tuple[int, bytes]] = (),
    every: bool = True,
) -> list[Finding]:
    """Every remark, each once."""
    under_review = subject(module, samples=samples)
    provider = under_review.provider
    request = rehearsable(under_review, operation)
    if request is None:
        why = "every model needs media that cannot be made up; give a sample of your own"
        return [Finding("There is no request to rehearse with.", why, "mediawright.testing.end_to_end, `samples`")]
    if under_review.plugin.has("simulator") and not any(ADDRESS in value for value in environ.values()):
        why = "the journey would go to the real service; a setting with an `env` name moves the address"
        return [
            Finding("No setting is given the simulator's address.", why, "mediawright.testing.end_to_end, `environ`")
        ]
    keys = planted(provider, environ)
    secrets = {name: keys[name] for name in _names(provider) if name in keys}
    checks = SIGNED_IN if every else tuple(check for check in SIGNED_IN if check is not every_capability)
    stage = _Stage(module, options or {}, request, paid, samples or {}, tuple(final))
    found = asyncio.run(stage.played(folder / "signed-in", keys, secrets, checks))
    if AuthKind.KEYS in provider.auth and AuthKind.ANONYMOUS not in provider.auth:
        bare = {name: value for name, value in environ.items() if name not in _names(provider)}
        found += asyncio.run(stage.played(folder / "signed-out", bare, {}, (signed_out,)))
    return list(dict.fromkeys(found))


def planted(provider: Provider, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment, with a false key for every field of the first set of names where no set is given whole."""
    sources = [source for source in provider.credentials if isinstance(source, EnvSource)]
    given = any(set(source.fields.values()) <= environ.keys() for source in sources)
    nobody = AuthKind.ANONYMOUS in provider.auth  # a token is made without a person, a false one would stand in its way
    keys = (
        {}
        if given or nobody or not sources
        else {name: f"{MARK}-{field}-5V" for field, name in sources[0].fields.items()}
    )
    return keys | dict(environ)


def _names(provider: Provider) -> list[str]:
    sources = [source for source in provider.credentials if isinstance(source, EnvSource)]
    return [name for source in sources for name in source.fields.values()]


def rehearsable(under_review: Subject, wanted: Operation | None) -> Request | None:
    """A good request whose inputs can be made up here. Without an operation wanted it has none, or pictures."""
    for model, operation in requests_of(under_review):
        if wanted not in (None, operation):
            continue
        request, _ = accepted(under_review, model, operation)
        small = wanted is not None or (request and all(media.kind is MediaKind.IMAGE for media in request.media))
        if request is not None and small:
            return request
    return None


#: journeys that say nothing new, and wait long, where the first one does not end
FURTHER: tuple[ScenarioCheck, ...] = (every_capability, fewer_results)


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the journeys of one provider share."""

    module: str
    options: Mapping[str, str]
    request: Request
    paid: int
    samples: Mapping[Operation, Request]
    final: tuple[tuple[int, bytes], ...]

    async def played(
        self, folder: Path, environ: Mapping[str, str], secrets: dict[str, str], checks: tuple[ScenarioCheck, ...]
    ) -> list[Finding]:
        """Every remark of these checks in one home. A failure that no check expects is a remark of its own."""
        found: list[Finding] = []
        async with harness(self.module, folder, environ, self.options) as made:
            good = await with_files(made, folder, self.request)
            scenario = Scenario(made, good, secrets, self.paid, self.samples, self.final)
            stuck = False
            for check in checks:
                if stuck and check in FURTHER:
                    continue
                try:
                    remarks = [finding async for finding in check(scenario)]
                    stuck = stuck or (check is finishing and bool(remarks))
                    found += remarks
                except MediawrightError as error:
                    looked = (check.__doc__ or "").splitlines()[0]
                    found.append(
                        Finding(
                            f"{error.code}: {named(error)}", f"it happened while looking whether: {looked}", self.module
                        )
                    )
        return found
