"""Values whose methods are made late are the standard library's in all that anybody can see."""

import copy
import dataclasses
import pickle
from dataclasses import field

import pytest

from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()
    more: dict[str, int] = field(default_factory=dict)

    @property
    def far(self) -> int:
        return self.x + self.y


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked(Point):
    mark: str = "o"


@dataclass(slots=True)
class Counter:
    count: int = 0


class Loud(Counter):
    """Not decorated itself."""


def fresh() -> type[Point]:
    """A class nobody has used yet."""

    @dataclass(frozen=True, slots=True)
    class Unused:
        x: int
        y: int = 2

    return Unused  # type: ignore[return-value]


def test_nothing_is_made_before_the_first_use() -> None:
    made = fresh()
    assert "__match_args__" not in vars(made)
    made(1)  # type: ignore[call-arg]
    assert vars(made)["__match_args__"] == ("x", "y")


def test_an_instance_is_what_the_standard_library_makes() -> None:
    point = Point(x=1, names=("a",))
    assert (point.x, point.y, point.names, point.more, point.far) == (1, 0, ("a",), {}, 1)
    assert repr(point) == "Point(x=1, y=0, names=('a',), more={})"
    assert point == Point(x=1, names=("a",))
    assert point != Point(x=2)
    assert not hasattr(point, "__dict__")
    assert Point.__doc__ == "A place."


def test_positions_and_hashes_work() -> None:
    made = fresh()
    assert hash(made(1)) == hash(made(1, 2))  # type: ignore[call-arg]
    assert {made(1): "one"}[made(1)] == "one"  # type: ignore[call-arg]


@pytest.mark.parametrize("change", [lambda p: setattr(p, "x", 2), lambda p: delattr(p, "x")], ids=["set", "delete"])
def test_a_frozen_value_does_not_change(change: object) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        change(Point(x=1))  # type: ignore[operator]


def test_a_wrong_call_is_refused_as_ever() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(x=1, z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="required keyword-only argument: 'x'"):
        Point()  # type: ignore[call-arg]


def test_asking_for_the_fields_is_a_first_use() -> None:
    assert [item.name for item in dataclasses.fields(fresh())] == ["x", "y"]
    assert dataclasses.is_dataclass(fresh())


def test_the_tools_of_the_standard_library_work() -> None:
    point = Point(x=1, more={"a": 1})
    assert dataclasses.replace(point, y=5) == Point(x=1, y=5, more={"a": 1})
    assert dataclasses.asdict(point) == {"x": 1, "y": 0, "names": (), "more": {"a": 1}}
    assert copy.deepcopy(point) == point
    assert pickle.loads(pickle.dumps(point)) == point


def test_the_order_of_work_is_kept_for_what_is_set_afterwards() -> None:
    @dataclass(slots=True)
    class Late:
        a: int
        b: list[int] = field(default_factory=list, repr=False)
        c: int = field(init=False, default=7)

        def __post_init__(self) -> None:
            self.b.append(self.a + self.c)

    late = Late(1)
    assert (late.b, repr(late)) == (
        [8],
        "test_the_order_of_work_is_kept_for_what_is_set_afterwards.<locals>.Late(a=1, c=7)",
    )
    assert Late(1).b is not late.b


def test_values_that_change_have_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Counter())


def test_inheritance_and_patterns_work() -> None:
    match Marked(x=3):
        case Marked(x=x, mark=mark):
            assert (x, mark) == (3, "o")
    assert isinstance(Marked(x=3), Point)
    assert [item.name for item in dataclasses.fields(Marked)] == ["x", "y", "names", "more", "mark"]


def test_a_plain_subclass_may_be_used_first() -> None:
    loud = Loud(4)
    loud.count += 1
    assert loud.count == 5


def test_what_is_wrong_with_a_class_is_said_at_its_first_use() -> None:
    @dataclass(slots=True)
    class Shared:
        items: list[int] = []  # noqa: RUF012

    with pytest.raises(ValueError, match="mutable default"):
        Shared()


def test_a_field_that_is_not_compared_is_not() -> None:
    @dataclass(frozen=True, slots=True)
    class Found:
        name: str
        note: str = field(default="", compare=False)

    assert Found("a", "one") == Found("a", "two")
    assert len({Found("a", "one"), Found("a", "two")}) == 1


def test_a_class_with_its_own_equality_keeps_the_hash_of_its_fields() -> None:
    @dataclass(frozen=True, slots=True)
    class Folded:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Folded) and other.name.lower() == self.name.lower()

    @dataclasses.dataclass(frozen=True, slots=True)
    class Standard:
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Standard) and other.name.lower() == self.name.lower()

    assert Folded("a") == Folded("A")
    assert hash(Folded("a")) == hash(Standard("a"))
