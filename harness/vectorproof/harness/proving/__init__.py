"""Proving that checks can fail: a case is run again while single answers lie, and some check of it must notice.

A requirement counts as checked only when a lie turned one of its own checks into a finding.
"""
