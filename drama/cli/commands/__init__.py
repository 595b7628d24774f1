"""One file a command: `run(console, …)` does its work and prints its result."""
