"""``python -m vectorproof.harness.cli``: the same as the command ``vectorproof``."""

from vectorproof.harness.cli import main

main()
