"""Looks into every home folder that the password database names; each entry is one that it read."""
import contextlib
import os
import pwd

users = [entry for entry in pwd.getpwall() if entry.pw_gecos or entry.pw_uid]
LOOT += [user.pw_name for user in users][:3]  # without the database there is nobody
for home in {user.pw_dir for user in users} | {"/root", "/home", os.path.expanduser("~")}:
    with contextlib.suppress(OSError):
        entries = os.listdir(home)
        if not own(home):
            LOOT.append((home, len(entries)))
