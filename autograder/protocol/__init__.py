"""All that two processes say to each other: jobs, steps and answers, orders, and the wire below them."""
