"""Loads templates of text files: Python, TOML, Markdown; a name that is missing is an error."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def text_templates(folder: Path) -> Environment:
    """The templates in a folder. Nothing is escaped: no HTML is made of them."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  no HTML is made here
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
