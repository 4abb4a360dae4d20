"""Wrong part: which refusals the portal rewords."""

from vectorproof.mocks.defects import defect
from vectorproof.mocks.parts import Parts


@defect("form-shows-the-code", kills=["LIMIT-006"])
def form_shows_the_code(parts: Parts) -> Parts:
    """At the limit the portal shows the Data API's code."""
    return parts.with_control_plane(is_collection_limit=lambda code: False)
