"""Asks by every route how the machine is called: a class's machine may be named after its owner."""
import os
import platform
import socket

names = {socket.gethostname(), platform.node(), os.uname().nodename}
LOOT += sorted(names - {"", "localhost", "(none)", "worker"})
