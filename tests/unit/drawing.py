"""How tests of generators draw: what they look for is searched long and not shrunk, what always holds is sampled."""

from hypothesis import Phase, settings

# That something is drawn is the point; making it small would take far longer than finding it.
SEARCH = settings(max_examples=3000, database=None, deadline=None, phases=(Phase.generate,))
SAMPLE = settings(max_examples=300, database=None, deadline=None)
