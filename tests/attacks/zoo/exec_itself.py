"""Replaces itself by another program; asked of a path that is not there, so that it comes back."""
import errno
import os

for path in ("/nonexistent/program", "/usr/lib"):
    for execute in (lambda: os.execv(path, ["x"]), lambda: os.execve(path, ["x"], {})):
        try:
            execute()
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOSYS):
                LOOT.append(error.strerror)  # the kernel looked for the program
