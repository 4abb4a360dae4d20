"""Mechanical mutants of the simulator: made by mutmut, served one by one, judged by the suites over HTTP."""
