"""The one source of ids and randomness of a world: everything follows from its seed."""

import random
import string
import uuid

_ALPHANUMERIC = string.ascii_letters + string.digits


class Ids:
    """Ids that repeat with the seed; two worlds of one seed that are asked the same give the same."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311  # ids of a simulator must repeat, not resist
        self._mark = self._random.getstate()

    def begin_again(self, starts: int) -> None:
        """Go on with ids that no earlier start of the world has given; the first start, 0, changes nothing."""
        if starts:
            self._random.seed(f"{self._seed} {starts}")

    def branch(self, name: str) -> None:
        """Go on with ids of their own that follow from a name, and remember this place for ``rewind``."""
        self._random.seed(f"{self._seed} {name}")
        self.mark()

    def mark(self) -> None:
        """Remember this place, for ``rewind``."""
        self._mark = self._random.getstate()

    def rewind(self) -> None:
        """Go on as from the marked place: the same questions get the same ids again."""
        self._random.setstate(self._mark)

    def uuid4(self) -> str:
        """Make a version 4 UUID in canonical lower-case text."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def hex(self, digits: int) -> str:
        """Make that many lower-case hexadecimal digits."""
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def alphanumeric(self, length: int) -> str:
        """Make that many letters and digits."""
        return "".join(self._random.choices(_ALPHANUMERIC, k=length))

    def provider_key(self) -> str:
        """Make a provider key of Jina's form: ``jina_`` and 60 letters or digits, 65 characters in all."""
        return "jina_" + self.alphanumeric(60)

    def astra_token(self) -> str:
        """Make an application token of Astra's form: ``AstraCS:<client id>:<64 hex digits>``."""
        return f"AstraCS:{self.alphanumeric(24)}:{self.hex(64)}"
