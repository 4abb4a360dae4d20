"""The runner: targets, spaces, cases, checks, verdicts and the run itself. Knows no simulator, only endpoints."""
