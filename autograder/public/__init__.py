"""What is handed out beside the public tests; it runs without the engine, on pytest alone."""
