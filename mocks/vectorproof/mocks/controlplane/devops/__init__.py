"""The public DevOps API, ``/v2``: what the clients of the document call; the rest says that it is not simulated."""
