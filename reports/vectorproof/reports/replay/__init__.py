"""Exchanges of a finding as something that can be run again: a shell script with curl, a file for pytest.

``steps`` says what has to be known before each request and what its answer tells; ``shell`` and ``pytest_file`` write.
"""
