"""`autograder` under a wall clock that jumps by years, forth and back, whenever it is read.

Linux lets nobody make the monotonic clock jump; this one jumps when someone sets the date.
"""

JUMPY = """
import random, time
_time, _years = time.time, random.Random()
time.time = lambda: _time() + _years.choice((-20, -3, 4, 30)) * 3.2e7
time.time_ns = lambda: int(time.time() * 1e9)
"""

if __name__ == "__main__":
    exec(JUMPY)  # before anything else looks at the clock

    import time
    from datetime import datetime

    from autograder import results
    from autograder.cli import main
    from autograder.grading import host

    class Jumpy(datetime):
        """Reads the same clock."""

        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(time.time(), tz)

    results.datetime = Jumpy  # what `results.timestamp` asks
    host._CODE = JUMPY + host._CODE  # the warm process, and all that it forks
    main()
