"""A member becomes a subject, pictures, a first frame or words: for every model of every provider, and never nothing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mediawright.plugins.discover import Registry
from mediawright.services.before_cast import before
from mediawright.services.cast.ways import Able, ways
from mediawright.types.capability import Capability, Inputs
from mediawright.types.cast import Cast, Member, StoredFile, Use
from mediawright.types.message import Text
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, Request, Role

Op = Operation
PROVIDERS = [plugin.provider for plugin in Registry.installed({}).load_all()]
WISHES = (Op.TEXT_TO_VIDEO, Op.IMAGE_TO_VIDEO, Op.REFERENCE_TO_VIDEO, Op.TEXT_TO_IMAGE, Op.EDIT_IMAGE)


def file(name: str) -> StoredFile:
    return StoredFile(path=f"/cast/{name}", media_type="image/png", size=9, sha256=name, width=640, height=640)


MIA = Member(id="1", name="Mia", words="a girl in red", pictures=(file("front.png"), file("side.png")))
TOM = Member(id="2", name="Tom", pictures=(file("tom.png"),))
BOB = Member(id="3", name="Bob", words="an old sailor")


def wish(*members: Member, operation: Op = Op.TEXT_TO_VIDEO, prompt: str | None = None, **more: object) -> Request:
    said = prompt or " and ".join(f"@{one.name}" for one in members) + " walk by the sea"
    return Request(operation=operation, prompt=said, cast=Cast(members=members), **more)  # type: ignore[arg-type]


def able_of(provider: Provider, model: Model | None = None) -> Able:
    def able(operation: Op) -> Sequence[Model]:
        return [one for one in provider.models_for(operation) if model is None or one is model]

    return able


def room_for(capability: Capability, role: Role) -> int | None:
    """How many pictures of a role fit, as the provider's own data says it."""
    for rule in capability.inputs:
        if rule.kind is MediaKind.IMAGE and (not rule.roles or role in rule.roles):
            return 99 if rule.at_most is None else rule.at_most
    return 0


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize(
    "members", [(MIA,), (MIA, TOM), (BOB,), (MIA, BOB, TOM)], ids=lambda all_: "+".join(m.name for m in all_)
)
def test_every_model_gets_what_it_takes_and_every_member_a_part(
    provider: Provider, members: tuple[Member, ...]
) -> None:
    seen = 0
    for model in provider.models:
        for operation in WISHES:
            for made in ways(wish(*members, operation=operation), provider, able_of(provider, model)):
                capability = model.capability(made.operation)
                assert capability is not None
                assert made.cast is not None
                assert made.model == model.name
                assert [part.name for part in made.cast.parts] == [one.name for one in members]
                assert len(made.subject_ids) <= capability.subjects
                for role in {item.role for item in made.media}:
                    assert len(made.of(MediaKind.IMAGE, role)) <= (room_for(capability, role) or 0)
                for part, member in zip(made.cast.parts, members, strict=True):
                    shown = [item for item in made.media if item.source.rpartition("/")[2] in part.pictures]
                    assert len(shown) == len(part.pictures)
                    if part.use is Use.WORDS:
                        assert member.words in made.prompt
                    else:
                        assert part.pictures
                assert "@" not in made.prompt
                seen += 1
    assert seen or not {*WISHES} & provider.operations


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
def test_what_a_request_was_before_is_found_again(provider: Provider) -> None:
    asked = wish(replace(MIA, copies={provider.name: "77"}), TOM, BOB)
    for made in ways(asked, provider, able_of(provider)):
        plain = before(made)
        assert plain == Request(operation=asked.operation, prompt=asked.prompt, model=made.model)


def small(name: str, operation: Op, *inputs: Inputs, subjects: int = 0, **more: object) -> Model:
    kind = operation.result or MediaKind.VIDEO
    able = Capability(operations=(operation,), inputs=inputs, subjects=subjects, **more)  # type: ignore[arg-type]
    return Model(name=name, label=Text(name, name), kind=kind, capabilities=(able,))


PICTURES = Inputs(kind=MediaKind.IMAGE, roles=(Role.REFERENCE,), at_most=3)
FIRST = Inputs(kind=MediaKind.IMAGE, roles=(Role.FIRST_FRAME,), at_least=1, at_most=1)
REFERS = small("refers", Op.REFERENCE_TO_VIDEO, PICTURES)
BEGINS = small("begins", Op.IMAGE_TO_VIDEO, FIRST)
TELLS = small("tells", Op.TEXT_TO_VIDEO)
KEEPS = small("keeps", Op.REFERENCE_TO_VIDEO, PICTURES, subjects=2)


def acme(*models: Model, **more: object) -> Provider:
    return Provider(name="acme", title=Text("Acme", "Acme"), models=models, **more)  # type: ignore[arg-type]


def best(request: Request, provider: Provider) -> Request:
    return ways(request, provider, able_of(provider))[0]


def parts(request: Request) -> list[tuple[str, Use, int]]:
    assert request.cast is not None
    return [(part.name, part.use, len(part.pictures)) for part in request.cast.parts]


def test_the_best_way_comes_first() -> None:
    saved = replace(MIA, copies={"acme": "77"})
    marks = {"picture_mark": "<<i{n}>>", "subject_mark": "<<s{n}>>"}
    kept = best(wish(saved, TOM), acme(TELLS, BEGINS, KEEPS, **marks))
    assert (parts(kept), kept.subject_ids) == ([("Mia", Use.SUBJECT, 0), ("Tom", Use.PICTURES, 1)], ("77",))
    assert kept.prompt == "Mia (<<s1>>) and Tom (<<i1>>) walk by the sea"
    shown = best(wish(saved, TOM), acme(TELLS, BEGINS, REFERS, **marks))
    assert (parts(shown), shown.operation) == (
        [("Mia", Use.PICTURES, 2), ("Tom", Use.PICTURES, 1)],
        Op.REFERENCE_TO_VIDEO,
    )
    assert shown.prompt == "Mia (image 1, image 2) and Tom (image 3) walk by the sea"
    first = best(wish(MIA), acme(TELLS, BEGINS))
    assert (parts(first), first.operation, first.images[0].role) == (
        [("Mia", Use.FIRST_FRAME, 1)],
        Op.IMAGE_TO_VIDEO,
        Role.FIRST_FRAME,
    )
    told = best(wish(MIA), acme(TELLS))
    assert (parts(told), told.prompt, told.media) == (
        [("Mia", Use.WORDS, 0)],
        "Mia (a girl in red) walk by the sea",
        (),
    )


def test_where_a_picture_cannot_be_sent_and_there_are_no_words_there_is_no_way() -> None:
    assert ways(wish(TOM), acme(TELLS), able_of(acme(TELLS))) == []
    strict = wish(MIA)
    assert strict.cast is not None
    assert ways(strict.with_(cast=replace(strict.cast, seen=True)), acme(TELLS), able_of(acme(TELLS))) == []


def test_who_cannot_be_described_gets_the_one_picture() -> None:
    assert parts(best(wish(MIA, TOM), acme(TELLS, BEGINS))) == [("Mia", Use.WORDS, 0), ("Tom", Use.FIRST_FRAME, 1)]


def test_room_is_shared_first_one_picture_for_each() -> None:
    narrow = small("narrow", Op.REFERENCE_TO_VIDEO, replace(PICTURES, at_most=2))
    assert parts(best(wish(MIA, TOM), acme(narrow))) == [("Mia", Use.PICTURES, 1), ("Tom", Use.PICTURES, 1)]


def test_chinese_words_are_marked_in_chinese_and_only_the_first_time() -> None:
    lin = replace(MIA, name="小米", words="红衣女孩")
    made = best(wish(lin, prompt="让@小米在海边走，@小米笑了，a\\@b"), acme(REFERS))
    assert made.prompt == "让小米（图1、图2）在海边走，小米笑了，a@b"
    assert best(wish(lin, prompt="@小米在海边"), acme(TELLS)).prompt == "小米（红衣女孩）在海边"


def test_a_given_picture_stays_the_beginning_and_comes_before_the_cast() -> None:
    dog = Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source="dog.png")
    both = small("both", Op.REFERENCE_TO_VIDEO, PICTURES, replace(FIRST, at_least=0))
    asked = wish(MIA, operation=Op.IMAGE_TO_VIDEO, media=(dog,))
    made = best(asked, acme(BEGINS, both))
    assert [(item.source, item.role) for item in made.media] == [
        ("dog.png", Role.FIRST_FRAME),
        ("/cast/front.png", Role.REFERENCE),
        ("/cast/side.png", Role.REFERENCE),
    ]
    assert made.prompt == "Mia (image 2, image 3) walk by the sea"
    assert before(made) == asked.with_(cast=None, model="both")


def test_a_voice_is_a_speaker_else_the_recording() -> None:
    recorded = StoredFile(path="/cast/mia.wav", media_type="audio/wav", size=9, sha256="w", duration=6)
    mia = replace(MIA, recording=recorded, voices={"acme": "deep"})
    asked = Request(operation=Op.TEXT_TO_SPEECH, prompt="I am @Mia", voice="@Mia", cast=Cast(members=(mia,)))
    speaks = small("speaks", Op.TEXT_TO_SPEECH, voice=True)
    hears = small("hears", Op.TEXT_TO_SPEECH, Inputs(kind=MediaKind.AUDIO, roles=(Role.VOICE,), at_most=1))
    chosen = best(asked, acme(speaks))
    assert (chosen.voice, chosen.prompt) == ("deep", "I am @Mia")
    sampled = best(asked, acme(hears))
    assert (sampled.voice, [item.source for item in sampled.audios]) == (None, ["/cast/mia.wav"])
    assert before(sampled).voice == before(chosen).voice == "@Mia"
    assert ways(asked, acme(small("mute", Op.TEXT_TO_SPEECH)), able_of(acme(small("mute", Op.TEXT_TO_SPEECH)))) == []
