"""A bare Debian in a folder: what an installer leaves, Python's venv, make and git, and nothing else.

Made with mmdebstrap from the host's own sources of packages, and entered with bubblewrap, which gives it processes,
devices and mounts of its own; a plain chroot would refuse the namespaces that workers are locked in.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from index_settings import binds, variables

PACKAGES = ("python3", "python3-venv", "make", "git", "ca-certificates")
SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
NEEDED = ("mmdebstrap", "bwrap", "git", "tar")
KEPT_DAYS = 7  # Debian's packages move on
HOMES = {"root": "/root", "user": "/home/user"}
UID = "1000"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
HOSTS = "127.0.0.1 localhost bare\n::1 localhost\n"


class BareError(Exception):
    """Why there is no bare root, in one line that tells what to do."""


class Root(NamedTuple):
    """A bare root and who works in it."""

    folder: Path
    who: str

    def enter(self, command: list[str]) -> list[str]:
        """The command line that runs a command in the root, in the home of whoever works there."""
        mounts = ["--bind", str(self.folder), "/", "--dev", "/dev", "--proc", "/proc"]
        mounts += ["--perms", "1777", "--tmpfs", "/dev/shm"]  # noqa: S108 (everybody's)
        mounts += ["--ro-bind", "/sys", "/sys", *binds(HOMES[self.who])]
        apart = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "bare"]
        ends = ["--cap-add", "ALL", "--die-with-parent", "--chdir", HOMES[self.who], "--"]
        identity = ["setpriv", "--reuid", UID, "--regid", UID, "--clear-groups", "--inh-caps=-all"]
        return [
            "bwrap",
            *mounts,
            *apart,
            *ends,
            *(identity if self.who == "user" else []),
            *command,
        ]

    def environment(self) -> dict[str, str]:
        """What a login gives, and where the caller gets packages from."""
        login = {"HOME": HOMES[self.who], "USER": self.who, "PATH": PATH, "LANG": "C.UTF-8"}
        return {**login, **variables()}


def refuse_a_host_that_cannot() -> None:
    """Say what is missing here to make and enter a bare root."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        raise BareError(f"needs {', '.join(missing)}: apt install mmdebstrap bubblewrap git tar")
    if os.geteuid() != 0:
        raise BareError("needs root, to make a bare Debian and to enter it; use a machine of yours")


def pristine(folder: Path) -> Path:
    """An archive of a bare root that nobody has entered; made where there is none, or an old one."""
    recipe = hashlib.sha256("\n".join([*PACKAGES, suite(), platform.machine()]).encode())
    tar = folder / f"bare-{recipe.hexdigest()[:12]}.tar"
    if tar.exists() and time.time() - tar.stat().st_mtime < KEPT_DAYS * 86400:
        return tar
    print(f"fresh: making a bare Debian {suite()} with {', '.join(PACKAGES)}", flush=True)
    half = tar.with_suffix(".half.tar")
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={','.join(PACKAGES)}"]
    sources = [str(path) for path in SOURCES if path.exists()]
    done = subprocess.run(
        [*command, suite(), str(half), *sources], capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["without a word"]
        raise BareError(f"mmdebstrap made no bare root: {lines[-1]}")
    return half.rename(tar)


def suite() -> str:
    """The host's release of Debian; elsewhere the stable one."""
    release = platform.freedesktop_os_release()
    return release.get("VERSION_CODENAME", "stable") if release["ID"] == "debian" else "stable"


def make_root(tar: Path, folder: Path, who: str) -> Root:
    """Unpack an archive, and finish it as an installer does: names of hosts, and a user."""
    folder.chmod(0o755)
    subprocess.run(["tar", "-C", folder, "-xf", tar], check=True)
    (folder / "etc/hosts").write_text(HOSTS, encoding="utf-8")
    resolver = folder / "etc/resolv.conf"
    resolver.unlink(missing_ok=True)
    shutil.copy("/etc/resolv.conf", resolver)
    root = Root(folder, who)
    if who == "user":
        add = ["useradd", "--uid", UID, "--create-home", "--shell", "/bin/bash", "user"]
        # bubblewrap would make the folders around a file of settings root's; they are the user's.
        own = ["install", "-d", "-o", UID, "-g", UID]
        own += [f"{HOMES[who]}/{name}" for name in (".config", ".config/pip")]
        for command in (add, own):
            subprocess.run(Root(folder, "root").enter(command), env=root.environment(), check=True)
    return root
