"""Students' Markdown made inert: nbgrader shows it to instructors with all HTML in it live.

Tags, pictures from elsewhere and diagrams that a script would draw become text. Formulas, tables,
links and pasted pictures stay. What still makes other HTML than we know is shown as it was typed.
"""

import functools
import re
from collections.abc import Collection
from html.parser import HTMLParser

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_PICTURE = re.compile(r"!\[(?P<pasted>[^\[\]]*\]\(attachment:(?P<name>[^()\s]+)\))?")
_DIAGRAM = re.compile(r"(?mi)^(?P<fence>[ \t>]*(?:`{3,}|~{3,})[ \t]*)(?=mermaid)")

TAGS = {
    *("a", "blockquote", "br", "code", "del", "div", "em", "hr", "img", "p", "pre", "span"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "ul", "strong", "sub", "sup"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {"alt", "class", "href", "id", "src", "start", "style", "title"}
_SCHEME = re.compile(r"[^/?#]*:")  # of an address; a path before its colon is no scheme
_HARMLESS = re.compile(r"(https?|mailto):", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20]")  # browsers leave them out of a scheme
_PASTED = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]*")
_ALIGNED = re.compile(r"text-align: ?(left|right|center);?")


def inert(source: str, pasted: Collection[str] = ()) -> str:
    """The Markdown with nothing in it that could act; `pasted` names the pictures it may show."""

    def unless_pasted(matched: re.Match[str]) -> str:
        return matched[0] if matched["name"] in pasted else matched[0][1:]  # a link, not loaded

    text = _PICTURE.sub(unless_pasted, _TAG.sub("< ", source))
    text = _DIAGRAM.sub(r"\g<fence>text ", text)
    return text if _is_harmless(text, frozenset(pasted)) else _as_code(text)


@functools.lru_cache(1024)  # most cells are the lesson's, the same for every student
def _is_harmless(source: str, pasted: frozenset[str]) -> bool:
    """Whether nbconvert makes HTML of it, and HTML that is known; it raises for some texts."""
    attachments = {name: {"image/png": ""} for name in pasted}
    renderer = IPythonRenderer(escape=False, attachments=attachments)
    reader = _Reader()
    try:
        reader.feed(MarkdownWithMath(renderer=renderer).render(source))
        reader.close()
    except Exception:  # noqa: BLE001 - a student's text, in a parser that trusts it
        return False
    return reader.harmless


class _Reader(HTMLParser):
    """Looks whether every tag and every attribute is one of those that Markdown needs."""

    harmless = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_known = tag in TAGS and all(_is_known(name, value or "") for name, value in attrs)
        self.harmless &= is_known

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser's signature
        self.harmless = False

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - as above
        self.harmless = False

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - as above
        self.harmless = False

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - as above
        self.harmless = False


def _is_known(name: str, value: str) -> bool:
    if name == "href":
        address = _INVISIBLE.sub("", value)
        return not _SCHEME.match(address) or bool(_HARMLESS.match(address))
    if name == "src":
        return bool(_PASTED.fullmatch(value))
    if name == "style":
        return bool(_ALIGNED.fullmatch(value))
    return name in ATTRIBUTES


def _as_code(source: str) -> str:
    return "\n".join(f"    {line}" for line in source.split("\n"))
