"""What of a job's results is already on disk: kept in the job's own folder, believed only after a look at the bytes."""

import threading
from pathlib import Path
from typing import Any

from mediawright.files.atomic import read_json, write_json
from mediawright.files.lock import locked
from mediawright.files.place import is_same
from mediawright.types.codec import plain, restore
from mediawright.types.job import Asset, Output


class Records:
    """Asset by output, in `outputs.json` of a job's work folder."""

    def __init__(self, workdir: Path) -> None:
        self._file = workdir / "outputs.json"
        self._writing = threading.Lock()  # outputs of one job may finish at the same moment

    def find(self, output: Output) -> Asset | None:
        """The asset of this output if its file still has the recorded bytes. Blocking: reads the whole file."""
        try:
            asset = restore(Asset, self._all()[_key(output)])
        except (KeyError, TypeError, ValueError, AttributeError):  # a record of another shape
            return None
        return asset if is_same(Path(asset.path), asset.sha256, asset.size) else None

    def add(self, output: Output, asset: Asset) -> None:
        """Raises LocalFault."""
        with self._writing, locked(self._file.with_name(".outputs.lock")):
            write_json(self._file, {**self._all(), _key(output): plain(asset)})

    def _all(self) -> dict[str, Any]:
        found = read_json(self._file)
        return found if isinstance(found, dict) else {}


def _key(output: Output) -> str:
    return f"{output.index}:{output.kind.value}:{output.name}{':watermarked' if output.watermarked else ''}"
