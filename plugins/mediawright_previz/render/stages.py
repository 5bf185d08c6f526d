"""What stands behind the words, frame by frame: painted grounds, photos under a moving camera, clips."""

from random import Random
from typing import Protocol

from PIL import Image, ImageFilter

from mediawright.plugin import Media, Operation, dataclass
from mediawright_previz.render.backdrop import paint
from mediawright_previz.render.clips import ClipReader, last_picture
from mediawright_previz.render.motion import ROOM, Move, fade, move_for
from mediawright_previz.render.palette import palette_for, seeded
from mediawright_previz.render.pictures import RESAMPLE, cover, open_picture
from mediawright_previz.render.placeholders import placeholder
from mediawright_previz.render.plan import Plan
from mediawright_previz.render.scenes import Scene
from mediawright_previz.render.styles import styled
from mediawright_previz.render.typeset import Typeset

#: seconds of a cross-fade between two photos of a montage
CROSSFADE = 0.7


class Stage(Protocol):
    """A source of full frames for one scene."""

    def picture(self, frame: int) -> Image.Image:
        """The RGB picture of a frame counted from the scene's start, as large as the canvas. May be kept: do not draw
        into it."""
        ...

    def close(self) -> None: ...


def build_stage(plan: Plan, scene: Scene, take: int, type_: Typeset) -> Stage:
    """The stage a scene asks for. Raises UnreadableInput for an input that cannot be decoded."""
    random = seeded(f"{plan.request.prompt}/{scene.number}", take)
    kind, media = scene.backdrop.kind, scene.backdrop.media
    if kind == "clip" and not media[0].is_url:
        return ClipStage(media[0], plan)
    if kind == "tail":
        return CameraStage(plan, scene, (_tail(media[0], plan, random),), (move_for(scene.camera.move, random),))
    pictures = tuple(_photo(m, plan, type_) for m in media) or (_ground(plan, random),)
    moves = tuple(move_for(scene.camera.move, random) for _ in pictures)
    return CameraStage(plan, scene, pictures, moves)


def room(plan: Plan) -> tuple[int, int]:
    """The size at which a picture is prepared, so that the camera can move in it."""
    factor = 1.0 if plan.still else ROOM
    return (round(plan.canvas.width * factor), round(plan.canvas.height * factor))


def _ground(plan: Plan, random: Random) -> Image.Image:
    return paint(room(plan), palette_for(plan.request.prompt), random)


def _photo(media: Media, plan: Plan, type_: Typeset) -> Image.Image:
    if media.is_url:
        return placeholder(media, room(plan), type_, plan.lang)
    photo = cover(open_picture(media, room(plan)), room(plan))
    return styled(photo, plan.request.style) if plan.request.operation is Operation.ANIMATE_IMAGE else photo


def _tail(media: Media, plan: Plan, random: Random) -> Image.Image:
    """Where a clip ended, out of focus and half dark: the ground of what is to be added."""
    ground = _ground(plan, random)
    if media.is_url:
        return ground
    last = last_picture(media, room(plan)).filter(ImageFilter.GaussianBlur(max(room(plan)) / 60))
    return Image.blend(last, ground, 0.6)


@dataclass(slots=True)
class CameraStage:
    """One or more pictures, each under its own camera move, cross-fading into each other."""

    plan: Plan
    scene: Scene
    pictures: tuple[Image.Image, ...]
    moves: tuple[Move, ...]

    def picture(self, frame: int) -> Image.Image:
        position = frame / max(1, self.scene.frames - 1) if self.scene.frames > 1 else 0.0
        if self.scene.backdrop.kind == "dissolve":
            return self._mix(0, position, position, fade(position))
        slot = min(len(self.pictures) - 1, int(position * len(self.pictures)))
        inside = position * len(self.pictures) - slot
        share = self._share_of_next(slot, inside)
        return self._mix(slot, inside * 0.9, 0.0, share)

    def _share_of_next(self, slot: int, inside: float) -> float:
        if slot + 1 >= len(self.pictures):
            return 0.0
        length = self.scene.frames / self.plan.canvas.fps / len(self.pictures)
        return fade(inside, 1 - min(0.5, CROSSFADE / length), 1.0)

    def _mix(self, slot: int, here: float, there: float, share: float) -> Image.Image:
        if share <= 0:
            return self._view(slot, here)
        if share >= 1:
            return self._view(slot + 1, there)
        return Image.blend(self._view(slot, here), self._view(slot + 1, there), share)

    def _view(self, slot: int, position: float) -> Image.Image:
        picture, canvas = self.pictures[slot], self.plan.canvas
        if picture.size == canvas.size:
            return picture
        box = self.moves[slot].at(position).box(picture.size, canvas.width / canvas.height)
        return picture.resize(canvas.size, RESAMPLE, box=box)

    def close(self) -> None:
        """Nothing is open."""


class ClipStage:
    """An input clip, played in step."""

    def __init__(self, media: Media, plan: Plan) -> None:
        self._fps = plan.canvas.fps
        self._reader = ClipReader(media, plan.canvas.size)

    def picture(self, frame: int) -> Image.Image:
        return self._reader.at(frame / self._fps)

    def close(self) -> None:
        self._reader.close()
