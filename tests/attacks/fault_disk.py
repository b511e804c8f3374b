"""A small file system of its own, so that a disk can be full or broken and harm nobody."""

import subprocess
from pathlib import Path


class Disk:
    """A tmpfs in a mount namespace that the command enters; a process holds it until `close`."""

    def __init__(self, place: Path, size: int) -> None:
        place.mkdir()
        self.place = place
        mount = f"mount -t tmpfs -o size={size} none {place} && echo ready && exec sleep 600"
        self.holder = subprocess.Popen(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.holder.stdout is not None
        if self.holder.stdout.readline() != "ready\n":
            said = self.holder.communicate()[1].strip()
            raise OSError(f"a full disk cannot be tried: this host mounts no tmpfs for us ({said})")
        target = ("--target", str(self.holder.pid), "--user", "--mount")
        self.enter = ("nsenter", *target, "--preserve-credentials", "--")

    def outside(self, path: Path) -> Path:
        """A path in it, as who is not in the namespace sees it."""
        return Path(f"/proc/{self.holder.pid}/root") / path.relative_to("/")

    def remount(self, options: str) -> bool:
        """Change it while it is in use; a file being written keeps it from becoming read-only."""
        command = (*self.enter, "mount", "-o", f"remount,{options}", self.place)
        done = subprocess.run([*map(str, command)], stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0

    def close(self) -> None:
        """Let go of it."""
        self.holder.kill()
        self.holder.communicate()
