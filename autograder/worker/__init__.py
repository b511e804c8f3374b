"""What runs inside a locked worker: the hand-in's modules, and the loop that answers the judge."""
