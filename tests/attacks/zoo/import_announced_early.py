"""Says itself that its import went well, and then that the first answer is right."""
from autograder.protocol.wire import Caps, send

send(3, ("import", "value", None, 0.0), Caps())
send(3, ("000000000000", "value", True, 0.0), Caps())
