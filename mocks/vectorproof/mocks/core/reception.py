"""How requests are received before anybody looks at them: how long a line may be, and what is said of one that is not.

aiohttp would refuse lines beyond 8 KB, and quote the beginning of what it refused in its log: a key, perhaps.
"""

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

LINE_MAX_BYTES: Final = 256 * 1024


class Discreet(logging.LoggerAdapter[logging.Logger]):
    """A log that tells what happened and never what was sent: no traceback, and so no text of an exception."""

    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[Any, MutableMapping[str, Any]]:
        """Drop the exception."""
        return msg, {**kwargs, "exc_info": False}


RECEPTION: Final[Mapping[str, Any]] = {
    "max_line_size": LINE_MAX_BYTES,
    "max_field_size": LINE_MAX_BYTES,
    "logger": Discreet(logging.getLogger(__name__)),
}
"""What an ``AppRunner`` is made with."""
