"""The trusted side: runs the hidden suite and asks locked workers for answers."""
