"""Our own surface, ``/sim/v1``: what the portal does by clicking, and control over worlds. Nothing real has it."""
