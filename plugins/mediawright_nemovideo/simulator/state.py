"""Everything the simulator remembers: users, sessions, turns, credits, renders. Turns run by the clock alone, whether
anybody listens or not (docs/contracts/nemovideo.md §15.1)."""

import random
from dataclasses import field
from typing import Any

from mediawright.plugin import dataclass
from mediawright_nemovideo.simulator.clock import SimulatedClock
from mediawright_nemovideo.simulator.faults import Faults
from mediawright_nemovideo.simulator.script import COSTS, Does, Plan, Writer, kind_of
from mediawright_nemovideo.simulator.timelines import clip, edited, ratio_of

WEEK = 7 * 86_400.0
#: the beginning of every bearer, in two parts so that it stands in no log or recording by accident
PREFIX = "nmv" + "_usr_"


@dataclass(slots=True)
class User:
    id: str
    available: float
    client: str = ""
    frozen: float = 0.0
    charged: int = 0


@dataclass(slots=True)
class Bearer:
    token: str
    user: str
    expires: float
    refused: bool = False


@dataclass(slots=True)
class Session:
    id: str
    task: str
    user: str
    name: str
    language: str
    videos: list[dict[str, Any]] = field(default_factory=list)
    media: list[dict[str, Any]] = field(default_factory=list)
    draft: dict[str, Any] | None = None
    ratio: str = "16:9"
    gone: bool = False

    @property
    def zh(self) -> bool:
        return self.language.startswith("zh")


@dataclass(slots=True)
class Turn:
    """`done`: steps whose deeds are done."""

    number: int
    session: str
    text: str
    plan: Plan
    began: float
    cost: float
    done: int = 0
    open: bool = True
    media_url: str = ""


@dataclass(slots=True)
class Render:
    id: str
    session: str
    began: float
    takes: float
    fails: bool
    ratio: str
    cancelled: bool = False


@dataclass
class ServiceState:
    clock: SimulatedClock
    seed: int = 7
    credits: float = 100.0
    silent: float = 0.30
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """A new world; the clock goes on."""
        self.faults.clear()
        self.rng = random.Random(self.seed)
        self.writer = Writer(self.faults, self.rng, self.silent)
        self.users: dict[str, User] = {}
        self.bearers: dict[str, Bearer] = {}
        self.sessions: dict[str, Session] = {}
        self.turns: list[Turn] = []
        self.renders: dict[str, Render] = {}
        self.log: list[dict[str, Any]] = []
        self.trapped: list[str] = []
        self._seen: set[str] = set()
        self._number = 0

    def next(self) -> int:
        self._number += 1
        return self._number

    # --- who

    def new_user(self, client: str = "", *, available: float | None = None, registered: bool = False) -> User:
        name = f"{'user' if registered else 'anon'}_{self.next():04d}{self.rng.randrange(16**6):06x}"
        user = User(name, self.credits if available is None else available, client)
        self.users[name] = user
        return user

    def issue(self, user: User) -> Bearer:
        """A new bearer for a user; the older ones of that user are no longer taken."""
        for old in self.bearers.values():
            if old.user == user.id:
                old.refused = True
        bearer = Bearer(
            f"{PREFIX}{self.next():03d}x{self.rng.randrange(16**20):020x}", user.id, self.clock.now() + WEEK
        )
        self.bearers[bearer.token] = bearer
        return bearer

    def user_of(self, token: str) -> User | None:
        """Who a bearer belongs to; None: unknown, expired or refused."""
        bearer = self.bearers.get(token)
        if bearer is None or bearer.refused or bearer.expires <= self.clock.now():
            return None
        return self.users[bearer.user]

    # --- sessions and turns

    def new_session(self, user: User, name: str, language: str) -> Session:
        number = self.next()
        identity = f"55297987060244{number:05d}"
        session = Session(identity, f"task_{number:06x}", user.id, name, language)
        self.sessions[identity] = session
        return session

    def begin(self, session: Session, text: str, media_base: str) -> Turn | float:
        """Start a turn; the missing credits where there are too few."""
        kind = kind_of(text, bool(session.draft))
        user, cost = self.users[session.user], float(COSTS[kind])
        if user.available < cost:
            return cost
        user.available -= cost
        user.frozen += cost
        plan = self.writer.plan(text, kind, session.zh)
        turn = Turn(len(self.turns) + 1, session.id, text, plan, self.clock.now(), cost)
        turn.media_url = f"{media_base}/files/gen/gm_{turn.number:02}.mp4?ratio={ratio_of(text)}"
        self.turns.append(turn)
        self._trap(session, text)
        return turn

    def _trap(self, session: Session, text: str) -> None:
        body = f"{session.id}\n{text}"
        if self.faults.on("double_send_trap") is not None and body in self._seen:
            self.trapped.append(text)
        self._seen.add(body)

    def settle(self) -> None:
        """Do all deeds whose time has come."""
        now = self.clock.now()
        for turn in self.turns:
            while turn.open and turn.done < len(turn.plan.steps) and turn.began + turn.plan.steps[turn.done].at <= now:
                self._do(turn, turn.plan.steps[turn.done].does)
                turn.done += 1

    def _do(self, turn: Turn, does: Does) -> None:
        session = self.sessions[turn.session]
        media = f"gm_{turn.number:02}"
        if does is Does.RAW:
            bare = turn.media_url.partition("?")[0]
            session.media.append({"id": media, "type": "video", "url": bare, "duration": 5.0})
            session.ratio = ratio_of(turn.text)
        elif does is Does.DRAFT:
            session.draft = clip(media, turn.media_url.partition("?")[0], turn.text, session.zh)
        elif does is Does.EDIT and session.draft is not None:
            session.draft = edited(session.draft, turn.text, turn.number)
        elif does in (Does.FINISH, Does.FAIL):
            self._pay(turn, failed=does is Does.FAIL)

    def _pay(self, turn: Turn, *, failed: bool) -> None:
        user = self.users[self.sessions[turn.session].user]
        user.frozen -= turn.cost
        turn.open = False
        if failed:
            user.available += turn.cost
        elif turn.cost:
            user.charged += 1

    # --- renders

    def new_render(self, identity: str, session: Session) -> Render:
        fails = self.faults.take("render_fail_once") is not None or self.faults.on("render_fail_always") is not None
        takes = self.rng.uniform(30, 90)
        render = Render(identity, session.id, self.clock.now(), takes, fails, session.ratio)
        self.renders[identity] = render
        return render

    def charges(self) -> list[dict[str, Any]]:
        """Every turn that cost or will cost something."""
        return [
            {"turn": turn.number, "session": turn.session, "kind": turn.plan.kind, "text": turn.text, "cost": turn.cost}
            for turn in self.turns
            if turn.cost
        ]
