"""A provider as data."""

from mediawright.types.capability import Capability
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider

Op = Operation
NAME = Text("Acme", "艾克米")
CLIPS = Capability(operations=(Op.TEXT_TO_VIDEO, Op.IMAGE_TO_VIDEO))
OLD = Model(name="old", label=NAME, kind=MediaKind.VIDEO, capabilities=(CLIPS,))
NEW = Model(name="new", label=NAME, kind=MediaKind.VIDEO, capabilities=(CLIPS,), recommended_for=(Op.IMAGE_TO_VIDEO,))
SAME = Model(name="new", label=NAME, kind=MediaKind.IMAGE, capabilities=(Capability(operations=(Op.TEXT_TO_IMAGE,)),))
ACME = Provider(name="acme", title=NAME, models=(OLD, NEW, SAME))


def test_the_recommended_model_comes_first_the_others_in_their_order() -> None:
    assert ACME.models_for(Op.IMAGE_TO_VIDEO) == (NEW, OLD)
    assert ACME.models_for(Op.TEXT_TO_VIDEO) == (OLD, NEW)
    assert ACME.models_for(Op.LIP_SYNC) == ()


def test_what_a_provider_can_do_is_what_its_models_can() -> None:
    assert ACME.operations == {Op.TEXT_TO_VIDEO, Op.IMAGE_TO_VIDEO, Op.TEXT_TO_IMAGE}
    assert OLD.capability(Op.IMAGE_TO_VIDEO) == CLIPS
    assert OLD.capability(Op.TEXT_TO_IMAGE) is None


def test_one_name_may_stand_for_two_kinds() -> None:
    assert ACME.model("new", MediaKind.IMAGE) == SAME
    assert ACME.model("new") == NEW
    assert ACME.model("nobody") is None
