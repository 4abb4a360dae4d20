"""The file of a kill run: grows beside its place, stands there at the end, and says whether another run may go on."""

from collections.abc import Mapping
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from vectorproof.harness.errors import UsageError
from vectorproof.harness.proving.killing import Wishes
from vectorproof.specs.loading import SpecError
from vectorproof.specs.requirements import Killed, KillRun, catalogue_version
from vectorproof.specs.requirements.kill import read_kill

_DIGEST_BYTES: Final = 8


class KillFile:
    """Where a run is written: ``file`` at its end, and until then ``file.part``, so that no earlier run is lost."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._part = file.with_name(f"{file.name}.part")

    def earlier(self, wishes: Wishes, sources: str) -> Mapping[str, Killed]:
        """Read what a run that was cut off, or else the last one, has settled; nothing where there was none.

        Raises:
            UsageError: it is no kill run, or one that was made otherwise; says how.

        """
        file = self._part if self._part.exists() else self._file
        run = _read(file, "--resume")
        if run is None:
            return {}
        otherwise = _difference(run, wishes, sources)
        if otherwise is not None:
            raise UsageError(f"--resume: the run in {file} was made {otherwise}; without --resume all is judged anew")
        return {name: one for name, one in run.defects.items() if _is_settled(one, wishes)}

    def begin(self) -> None:
        """Refuse to begin anew where a run was cut off that has judged something.

        Raises:
            UsageError: it was; it may be gone on with, or thrown away.

        """
        run = _read(self._part, "--write")
        if run is not None and run.defects:
            said = f"{self._part} holds a run that was cut off after {len(run.defects)} defects"
            raise UsageError(f"--write: {said}: go on with it by --resume, or delete it")

    def grow(self, run: KillRun) -> None:
        """Write down what there is so far, beside the place of the whole. Raises ``UsageError`` if that cannot be."""
        fresh = self._file.with_name(f"{self._file.name}.new")
        try:
            fresh.write_bytes(run.encoded())
            fresh.replace(self._part)
        except OSError as error:
            raise UsageError(f"--write {self._file}: cannot be written: {error.strerror}") from error

    def finish(self, run: KillRun) -> None:
        """Write down the whole run in its place."""
        self.grow(run)
        self._part.replace(self._file)


def sources(*packages: str) -> str:
    """Digest the text of packages: what was judged by other suites, or of other defects, does not add up."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for package in packages:
        _feed(digest, files(package))
    return digest.hexdigest()


def _feed(digest: "blake2b", place: Traversable) -> None:
    for entry in sorted(place.iterdir(), key=lambda each: each.name):
        if entry.is_dir() and not entry.name.startswith("__"):
            _feed(digest, entry)
        elif entry.name.endswith(".py"):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")


def _read(file: Path, option: str) -> KillRun | None:
    try:
        return read_kill(file)
    except SpecError as error:
        raise UsageError(f"{option}: {file} is no kill run: {error}") from error


def _difference(run: KillRun, wishes: Wishes, sources_: str) -> str | None:
    """Say how the earlier run was made otherwise, ``None`` if it was made alike."""
    if run.full is not wishes.full:
        return "with --full" if run.full else "without --full"
    if run.catalogue != catalogue_version():
        return f"with the catalogue {run.catalogue}, and this is {catalogue_version()}"
    if run.false_alarms.seeds != wishes.seeds:
        return f"with --seeds {run.false_alarms.seeds}"
    return None if run.sources == sources_ else "with other suites or defects than these"


def _is_settled(killed: Killed, wishes: Wishes) -> bool:
    return killed.trouble is None and (killed.by_schemas is not None or not wishes.schemas)
