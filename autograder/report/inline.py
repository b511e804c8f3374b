"""Renders pages that load nothing: style and script stand in them, and a policy allows only these.

Whatever a template prints passes `_inert` and is then escaped: no name and no message of a student
can act, on any page, whoever writes the next template.
"""

import base64
import functools
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.escape import MESSAGE, one_line
from autograder.export.wording import points
from autograder.wording import counted

TEMPLATES = Path(__file__).parent / "templates"


def page(template: str, style: str, script: str = "", **values: Any) -> str:
    """A whole HTML page of a template, with a style sheet and a script of the same folder."""
    css, js = _text(style), _text(script) if script else ""
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {_allowed(css)}"
    if js:
        policy += f"; script-src {_allowed(js)}"
    inlined = {"css": Markup(css), "js": Markup(js), "policy": policy}  # noqa: S704  our own files
    return _environment().get_template(template).render(**inlined, **values)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inert,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"points": points, "counted": counted, "coded": _coded, "name": _name}
    return environment


def _inert(value: Any) -> Any:
    """A text as one short printable line; markup of ours and numbers as they are."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return one_line(value, MESSAGE)


def _name(text: str) -> str:
    """A name that fits into a table."""
    return one_line(text, 60)


@functools.lru_cache(maxsize=4096)  # a class shares its advice
def _coded(text: str) -> Markup:
    """What stands between backticks as code."""
    parts = [escape(part) for part in _inert(text).split("`")]
    if len(parts) % 2 == 0:
        return escape(_inert(text))
    tags = (
        part if i % 2 == 0 else Markup("<code>{}</code>").format(part)
        for i, part in enumerate(parts)
    )
    return Markup("").join(tags)


@functools.cache
def _text(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@functools.cache
def _allowed(text: str) -> str:
    """A source expression of a content security policy: what has just this hash may act."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
