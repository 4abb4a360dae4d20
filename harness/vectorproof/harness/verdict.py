"""The words that a case ends with: the record owns them, the harness and the suites say them from here."""

from vectorproof.reports.verdict import Owner, Verdict, worst

__all__ = ["Owner", "Verdict", "worst"]
