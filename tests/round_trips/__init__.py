"""From the names of a download to every row of a gradebook."""
