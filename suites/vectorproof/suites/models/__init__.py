"""What a collection has to answer, worked out in memory from the written rules alone: an oracle for any target.

Every function names the section it was written from. Nothing here speaks to a target, draws an example or knows how
a simulator does it; the package imports the standard library and itself.
"""
