"""A folder that all machines have mounted (NFS, SMB, a disk that containers share)."""

import os
import shutil
import uuid
from pathlib import Path

from mediawright.files.atomic import sync_folder
from mediawright.files.place import is_same
from mediawright.files.probe import sha256_of
from mediawright.os_errors import disk_faults
from mediawright.store.address import Key
from mediawright.types.errors import LocalFault, Retry
from mediawright.types.message import Message


class FolderAway(LocalFault):
    """The folder itself is not there: a share that is not mounted. It is never made, or results would lie below it."""

    retry = Retry.LATER

    def __init__(self, root: Path) -> None:
        super().__init__(Message("store.folder_away", {"folder": str(root)}))


class FolderStore:
    """The store of `file:///…`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: Key, source: Path) -> None:
        """Raises FolderAway, LocalFault (full, refused; also where the file is not what its key says)."""
        target = self._there(key)
        with disk_faults("store.cannot_write"):
            if is_same(target, key.sha256, source.stat().st_size):
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_name(f".{uuid.uuid4().hex}.part")
            try:
                shutil.copyfile(source, fresh)
                with fresh.open("rb+") as file:
                    os.fsync(file.fileno())
                if sha256_of(fresh) != key.sha256:
                    raise LocalFault(Message("store.not_whole", {"file": source.name}))
                fresh.replace(target)
            finally:
                fresh.unlink(missing_ok=True)
            sync_folder(target.parent)

    def fetch(self, key: Key, target: Path) -> bool:
        """Raises FolderAway, LocalFault."""
        source = self._there(key)
        if not source.is_file():
            return False
        with disk_faults():
            shutil.copyfile(source, target)
        return True

    def link(self, key: Key) -> str | None:
        return None

    def _there(self, key: Key) -> Path:
        if not self.root.is_dir():
            raise FolderAway(self.root)
        return self.root / key.text
