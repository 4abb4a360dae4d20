"""The command line: one module per verb, the only place that prints or exits.

A verb's module is imported when its verb is typed; ``--help`` alone imports none of them.
"""

import contextlib
import errno
import gc
import importlib
import signal
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NoReturn

import typer

from vectorproof.harness.cli.pipes import let_go, patient

PROGRAM: Final = "vectorproof"
USAGE: Final = 2
COULD_NOT_RUN: Final = 3
INTERRUPTED: Final = 130
_NOT_WRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})

VERBS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "serve": ("serve", "Serve the simulator: Data API and control plane on one port, the Jina mock on another."),
        "astra-env": ("astra_env", "Print what clients need so that Astra's own addresses lead them to the simulator."),
        "world": ("world", "Check a world's file before it is served, or print the JSON Schema of such files."),
        "state": ("state", "Save a simulator's whole state to one file, and load it."),
        "run": ("run", "Judge a target: run the chosen cases against it and write the record."),
        "reproduce": ("reproduce", "Send the requests of a finding again, or write them as a script or a test."),
        "report": ("report", "Render the record of a run: on the terminal, and as a file or more for each format."),
        "compare": ("compare", "Tell what changed between two runs, requirement by requirement."),
        "matrix": (
            "matrix",
            "Lay several runs side by side: areas, the promises on which they differ, and those that hold nowhere.",
        ),
        "keys": ("keys", "Tell what hangs on the stored keys of an organization, and what a rotation would break."),
        "data": ("data", "Make a file to load: rows with an id, a title, a text to embed and fields to filter by."),
        "gate": ("gate", "Judge a run by the rules of a file: an exit code and one sentence."),
        "sign": ("sign", "Write the page for the person who signs: what holds and how sure that is, what is open."),
        "history": ("history", "Keep runs in a database, and tell what became of them over time."),
        "kill": ("kill", "Judge the suites: run them against every wrong simulator, and tell who caught which."),
        "doctor": (
            "doctor",
            "Say whether a run could begin: what is installed, what is missing, what would be called.",
        ),
        "known-failures": ("known_failures", "Keep what is known to fail."),
        "list": ("listing", "List what there is: requirements, suites, cases, commands, errors, faults, and more."),
        "explain": ("explain", "Explain one requirement, case, error, fault or defect, or the errors of an answer."),
        "spec": ("spec", "Print the Data API's collection commands as an OpenAPI 3.1 document."),
    }
)
"""Each verb's module and the sentence that its help begins with."""


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """Build the app: the typed verb whole, or every verb by its sentence where none is typed."""
    app = typer.Typer(
        name=PROGRAM,
        help="Prove that a vectorize target behaves as documented, on any endpoint or on the simulator.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_program)
    typed = next((word for word in arguments if not word.startswith("-")), "")
    if typed in VERBS:
        importlib.import_module(f"{__name__}.{VERBS[typed][0]}").register(app)
        return app
    for verb, (_module, sentence) in VERBS.items():
        app.command(verb, help=sentence)(_unreached)
    return app


def main() -> NoReturn:
    """Run the command line: every expected trouble is one clear line and an exit code, never a traceback."""
    from vectorproof.harness.errors import HarnessError, UsageError  # noqa: PLC0415  # --help must stay quick

    signal.signal(signal.SIGTERM, _interrupt)
    sys.stdout, sys.stderr = patient(sys.stdout), patient(sys.stderr)
    try:
        gc.disable()  # Nothing of what is imported is garbage, and looking for some takes longer than a module.
        app = app_for(sys.argv[1:])
        gc.freeze()
        gc.enable()
        code = app(prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        _end_misused(error)
    except UsageError as error:
        _end(str(error), USAGE)
    except HarnessError as error:
        _end(str(error), COULD_NOT_RUN)
    except KeyboardInterrupt:
        _end("interrupted", INTERRUPTED)
    except Exception as error:  # noqa: BLE001  # a bug of ours must not end in a traceback either
        _end_broken(error)
    sys.exit(code)


def _program(
    version: bool = typer.Option(False, "--version", help="Say which version this is.", is_eager=True),
) -> None:
    if version:
        from importlib.metadata import version as installed  # noqa: PLC0415  # seldom asked for

        typer.echo(f"{PROGRAM} {installed(PROGRAM)}")
        raise typer.Exit


def _unreached() -> None:
    """Stand for a verb in the list of verbs; typing a verb replaces this."""


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _end_misused(error: typer.TyperException) -> NoReturn:
    """Say what an option should be; a group that was typed without a verb has shown its help, and says no more."""
    text = error.format_message().strip().rstrip(".")
    if not text:
        sys.exit(USAGE)
    context: typer.Context | None = getattr(error, "ctx", None)
    _end(f"{text}; see {PROGRAM if context is None else context.command_path} --help", USAGE)


def _end_broken(error: Exception) -> NoReturn:
    """Tell a full disk from a bug of ours."""
    if isinstance(error, OSError) and error.errno in _NOT_WRITABLE:
        let_go(sys.stdout)
        _end(f"the output cannot be written: {error.strerror}", COULD_NOT_RUN)
    _end(f"a bug of {PROGRAM}, please report it: {type(error).__name__}: {error} ({_place(error)})", COULD_NOT_RUN)


def _end(text: str, code: int) -> NoReturn:
    with contextlib.suppress(OSError):  # nobody can be told where standard error is full, too
        typer.echo(f"{PROGRAM}: {' '.join(text.split())}", err=True)
    sys.exit(code)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
