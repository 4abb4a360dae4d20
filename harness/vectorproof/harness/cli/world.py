"""``vectorproof world``: read a world's file and say what it holds, or print the schema of such files."""

import json
from collections import Counter
from typing import Annotated, Final

import typer

from vectorproof.harness.errors import UsageError
from vectorproof.mocks.config import WorldConfig, WorldError, load_world, schema_of
from vectorproof.mocks.jina import SettingError
from vectorproof.mocks.world import make_world

SENTENCE: Final = "Check a world's file before it is served, or print the JSON Schema of such files."


def register(app: typer.Typer) -> None:
    """Add the verb, a group of its own verbs, to a command line."""
    group = typer.Typer(help=SENTENCE, no_args_is_help=True)
    group.command(name="check")(check)
    group.command(name="schema")(schema)
    app.add_typer(group, name="world")


def check(
    file: Annotated[str, typer.Argument(metavar="FILE|NAME", help="A TOML file, or the name of a ready world.")],
) -> None:
    """Read a world, make it once, and say what it holds. Ends with 2 at a mistake, whose line it tells."""
    try:
        config = load_world(file)
        make_world(config)
    except (WorldError, SettingError) as error:
        raise UsageError(str(error)) from error
    typer.echo(f"{file}: {config.summary}\n  {config.edition}, errors of era {config.era}; {', '.join(_held(config))}")


def schema() -> None:
    """Print the JSON Schema of a world's file."""
    typer.echo(json.dumps(schema_of(WorldConfig), indent=2))


def _held(config: WorldConfig) -> list[str]:
    counted = Counter(
        {
            "organization": len(config.organizations),
            "database": len(config.databases),
            "token": len(config.tokens),
            "stored key": len(config.keys),
            "account at the provider": len(config.jina.accounts),
            "key at the provider": len(config.jina.keys),
        }
    )
    return [_many(count, name) for name, count in counted.items()]


def _many(count: int, name: str) -> str:
    head, _, rest = name.partition(" at ")
    return f"{count} {head}{'' if count == 1 else 's'}{f' at {rest}' if rest else ''}"
