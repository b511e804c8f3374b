"""Where the caller's pip gets packages from, so that a bare root gets them from there, too.

Variables and files of settings, and whatever lies on this machine that they name: folders of wheels, a local index,
constraints, certificates. All of it can be read there and not changed.
"""

import configparser
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SETTINGS = re.compile(r"PIP_\w+|npm_config_\w+|(?:http|https|no|all)_proxy", re.IGNORECASE)
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
OF_ALL = (Path("/etc/pip.conf"), Path("/etc/xdg/pip/pip.conf"))
ELSEWHERE = {"PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PIP_CACHE_DIR"}


def variables() -> dict[str, str]:
    """Those of the caller's variables that say where packages come from."""
    names = [name for name in os.environ if SETTINGS.fullmatch(name) or name in CERTIFICATES]
    return {name: os.environ[name] for name in names if name not in ELSEWHERE}


def binds(home: str) -> list[str]:
    """The options of bubblewrap for files of settings, the caller's own in this home, and what they name."""
    own = own_file()
    files = [path for path in (*OF_ALL, *own) if is_readable(path)]
    texts = [*variables().values(), *(value for path in files for value in values(path))]
    named = (*OF_ALL, *map(Path, local_paths(texts)))
    here = sorted({path for path in named if is_readable(path)})
    places = [(str(path), str(path)) for path in here]
    places += [(str(path), f"{home}/.config/pip/pip.conf") for path in own]
    around = sorted({folder for _, place in places for folder in Path(place).parents[:-1]})
    # bubblewrap closes the folders that it makes by itself to everybody but root.
    folders = [option for path in around for option in ("--perms", "0755", "--dir", str(path))]
    return folders + [part for source, place in places for part in ("--ro-bind", source, place)]


def own_file() -> list[Path]:
    """The caller's own file of settings, where pip looks for it first."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    paths = (config / "pip/pip.conf", Path.home() / ".pip/pip.conf")
    return [path for path in paths if is_readable(path) and path.is_file()][:1]


def is_readable(path: Path) -> bool:
    """Whether it is there and may be read; no error where a folder around it is closed."""
    return os.access(path, os.R_OK)


def values(path: Path) -> Iterator[str]:
    """All values of a file of settings."""
    parser = configparser.RawConfigParser()
    parser.read(path, encoding="utf-8")
    for section in parser.sections():
        yield from (value for _, value in parser.items(section))


def local_paths(texts: Iterable[str]) -> Iterator[str]:
    """The absolute paths among the words of the texts, and of a local index the folder around its pages.

    The files to which these pages link lie beside them.
    """
    for word in " ".join(texts).split():
        if word.startswith("file:///"):
            yield str(Path(word.removeprefix("file://")).parent)
        elif word.startswith("/") and word != "/dev/null":
            yield word
