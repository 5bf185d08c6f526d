"""The kit for simulators: one clock, one table of faults, one control prefix, real sample media. Needs the extra `simulate`.

    from mediawright.sdk import simulator as kit

    class Acme(kit.Service):
        def routes(self):
            return [kit.route("POST", "/tasks", self.create), kit.route("GET", "/tasks/{id}", self.show)]

    def create_app(options):
        return kit.create_app(Acme(mw.switches(kit.Options, options)))

Every simulator is steered alike, below `/__sim/` (loopback only, no sign-in): `faults`, `requests`, `clock`, `tasks`.
"""

from mediawright.sdk.simulator.app import create_app
from mediawright.sdk.simulator.clock import SimulatedClock
from mediawright.sdk.simulator.faults import Fault, FaultTable, named
from mediawright.sdk.simulator.http_answers import CutResponse, ranged, refusal
from mediawright.sdk.simulator.media import make_clip, make_mp3, make_picture, make_sound, media_url
from mediawright.sdk.simulator.service import Call, Options, Service, route
from mediawright.sdk.simulator.tasks import SimulatedTask, TaskStore

__all__ = [
    "Call",
    "CutResponse",
    "Fault",
    "FaultTable",
    "Options",
    "Service",
    "SimulatedClock",
    "SimulatedTask",
    "TaskStore",
    "create_app",
    "make_clip",
    "make_mp3",
    "make_picture",
    "make_sound",
    "media_url",
    "named",
    "ranged",
    "refusal",
    "route",
]
