"""What a model can do, worked out when it is first looked at."""

from mediawright.types.capability import Capability, LazyCapabilities
from mediawright.types.codec import canonical, plain, restore
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model

BOTH = (Operation.TEXT_TO_VIDEO, Operation.IMAGE_TO_VIDEO)
CAPABILITIES = tuple(Capability(operations=(operation,), durations=(5,)) for operation in BOTH)


def lazy(made: list[Operation]) -> Model:
    def make(operation: Operation) -> Capability:
        made.append(operation)
        return Capability(operations=(operation,), durations=(5,))

    return model(LazyCapabilities(BOTH, make))


def model(capabilities: LazyCapabilities | tuple[Capability, ...]) -> Model:
    return Model(name="a", label=Text("a", "甲"), kind=MediaKind.VIDEO, capabilities=capabilities)


def test_operations_are_known_before_anything_is_made() -> None:
    made: list[Operation] = []
    found = lazy(made)
    assert (found.operations, found.capability(Operation.TEXT_TO_IMAGE), len(found.capabilities)) == (BOTH, None, 2)
    assert made == []


def test_all_are_made_once() -> None:
    made: list[Operation] = []
    found = lazy(made)
    assert (found.capability(BOTH[1]), found.capabilities[0], tuple(found.capabilities)) == (
        CAPABILITIES[1],
        CAPABILITIES[0],
        CAPABILITIES,
    )
    assert made == list(BOTH)


def test_they_equal_what_is_listed_and_are_written_alike() -> None:
    found, listed = lazy([]), model(CAPABILITIES)
    assert found == listed
    assert listed == found
    assert found != model(CAPABILITIES[:1])
    assert (canonical(found), repr(found)) == (canonical(listed), repr(listed))
    assert restore(Model, plain(found)) == found
