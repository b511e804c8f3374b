"""How much processor time is left to look for explanations of one question."""

import time


class Budget:
    """Processor time of this process, counted from now on."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    @property
    def is_spent(self) -> bool:
        """Whether nothing more should be begun."""
        return time.process_time() > self.end
