"""What a task API's provider says and overrides: its data, its request, and how its answers are read. Nothing here sends."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from mediawright.plugin import Answer, Context
from mediawright.sdk import json_paths
from mediawright.sdk.endpoint import BalanceCall, Endpoint
from mediawright.sdk.error_table import ErrorRule, ServiceError
from mediawright.sdk.http_request import HttpRequest, Link
from mediawright.sdk.lookup import Row
from mediawright.types.job import Output, Progress, Task
from mediawright.types.message import Text
from mediawright.types.money import Amount
from mediawright.types.provider import Provider, Voice
from mediawright.types.request import Media, Request
from mediawright.types.states import State


class TaskShape:
    """The part of `TaskApi` that a provider fills. Every attribute and every method may be overridden."""

    #: what `describe()` returns
    provider: ClassVar[Provider]
    #: the kinds of task; the first serves every request unless `endpoint_of` says otherwise
    endpoints: ClassVar[tuple[Endpoint, ...]]
    #: the service's refusals, the first row that fits is taken
    errors: ClassVar[tuple[ErrorRule, ...]] = ()
    #: where the service's own error envelope holds its code and its words; an answer with neither is not the service's
    error_code: ClassVar[tuple[str, ...]] = ("error.code", "code")
    error_text: ClassVar[tuple[str, ...]] = ("error.message", "message")
    #: the setting that holds the base URL; a value there wins over the region's
    base_setting: ClassVar[str] = "base_url"
    #: region → base URL, and the setting that chooses, else what took the key at its sign-in; a base may say {region}
    regions: ClassVar[Mapping[str, str]] = {}
    region_setting: ClassVar[str] = "region"
    #: headers of every call; "{api_key}" and other fields of the credential are filled in
    headers: ClassVar[Mapping[str, str]] = {"authorization": "Bearer {api_key}"}
    #: where a person makes a key, and sees what is left
    key_page: ClassVar[str] = ""
    balance_page: ClassVar[str] = ""
    #: the free call that tells what is left; None: people are sent to `balance_page`
    balance: ClassVar[BalanceCall | None] = None
    #: a free call that fails with a key that is not taken
    probe: ClassVar[HttpRequest | None] = None
    #: a free call that lists who can speak, where its rows stand, and the query name and path of its next page
    voice_list: ClassVar[HttpRequest | None] = None
    voice_rows: ClassVar[tuple[str, ...]] = ("voices[]",)
    voice_page: ClassVar[tuple[str, str]] = ("", "")
    # --- what a provider overrides ------------------------------------------------------------------------------------

    def build_request(self, request: Request, job_id: str, link: Link) -> HttpRequest:
        """Return the one call that spends. Pure: the same request and job id give the same call. `link(media)` is what
        stands in the body for an input."""
        raise NotImplementedError

    def endpoint_of(self, request: Request) -> Endpoint:
        """Return the kind of task that a request becomes."""
        return self.endpoints[0]

    def endpoint_for(self, model: str | None) -> Endpoint:
        """Return the kind of task that a model's tasks are, for one that was made elsewhere."""
        return self.endpoints[0]

    def id_in(self, reference: str) -> str:
        """Return the task id in what a person pasted: an id, or a link whose path ends with one."""
        return reference.strip().partition("?")[0].rstrip("/").rpartition("/")[2]

    def inputs(self, request: Request) -> Sequence[Media]:
        """Return every input that is placed before the create; override where options name files, too. Pure."""
        return request.media

    async def place(self, ctx: Context, media: Media, request: Request) -> Any:
        """Return what stands in the body for an input: a link as it is, a local file as a data URI. Override to upload."""
        from mediawright.sdk.inputs import as_data_uri

        return media.source if media.is_url else await as_data_uri(ctx, media)

    def service_error(self, status: int, data: Any) -> ServiceError | None:
        """Return what the service says in its own error envelope; None where the body is no such envelope."""
        code, text = json_paths.text(data, self.error_code, 120), json_paths.text(data, self.error_text)
        return ServiceError(code, text) if code or text else None

    def state_of(self, endpoint: Endpoint, data: Any) -> tuple[State, str] | None:
        """Return the state and the service's own word; None where an answer says neither."""
        from mediawright.sdk import responses

        return responses.state(endpoint, data)

    def outputs(self, endpoint: Endpoint, task: Task, data: Any) -> Iterable[Output]:
        """Return every result that an answer names."""
        from mediawright.sdk import responses

        return responses.found_outputs(endpoint, task, data)

    def is_answer(self, endpoint: Endpoint, task: Task, data: Any) -> bool:
        """Tell whether the answer of a synchronous create is the service's last word: by its results, or by words of its own
        that none could be made."""
        return any(True for _ in self.outputs(endpoint, task, data))

    def seen(self, progress: Progress, data: Any) -> Progress:
        """Return what a poll says with more that the service tells (its place in a queue, a note)."""
        return progress

    async def renew(self, ctx: Context) -> bool:
        """Make a refused sign-in good again without a person (a token that ran out); True: the call is made once more."""
        return False

    def own_id(self, job_id: str) -> str:
        """Return the id that we send with a create, as the service repeats it in its list (`Listing.own_id`)."""
        return job_id

    def listed_model(self, request: Request, region: str) -> str:
        """Return the model's name as the list is asked for it."""
        return request.model or ""

    def repeats_ids(self, rows: Sequence[Row], body: Any) -> bool:
        """Tell whether the list would repeat the id that this body sent, as far as its rows show. False: a row without our
        id may be our task all the same; the rows are then judged by `same`, and none is taken without the person."""
        return True

    def same(self, row: Row, body: Any) -> bool | None:
        """Tell whether a row of the list is the task of this body: True, False, or None where it cannot be known."""
        return None

    async def examine(self, ctx: Context, row: Row, body: Any) -> bool | None:
        """The same with calls that cost nothing, for a list whose rows say too little. Default: `same`."""
        return self.same(row, body)

    def charged(self, endpoint: Endpoint, task: Task, data: Any) -> Amount | None:
        """Return what a finished task cost, where its answer tells: the amount, or what it is counted from."""
        from mediawright.sdk import responses

        return responses.charged_in(endpoint, data)

    def speaker(self, row: Any) -> Voice | None:
        """Return the speaker of a row of `voice_list`; None for one that cannot be named."""
        name = json_paths.text(row, ("voice_id", "id", "name"))
        return Voice(name=name, label=Text(name, name)) if name else None

    def facts(self, answer: Answer) -> Mapping[str, object]:
        """Return the values that a sentence of `errors` may name, beside `message`."""
        return {"link": self.key_page}
