"""Starts programs by everything that starts programs."""
import contextlib
import os
import pty
import subprocess

true = ["/bin/sh", "-c", "exit 0"]
starts = (
    lambda: os.waitpid(os.posix_spawn(true[0], true, {}), 0)[1] == 0,
    lambda: subprocess.run(true, check=True),
    lambda: os.system("exit 0") == 0,
    lambda: os.popen("echo x").read(),
    lambda: os.spawnv(os.P_WAIT, true[0], true) == 0,
    lambda: pty.openpty(),
)
for number, start in enumerate(starts):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        if start():
            LOOT.append(number)
