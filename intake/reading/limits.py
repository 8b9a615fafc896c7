"""How much one file may cost to read."""

SECONDS_OF_WORK = 45
# Wall time, for a machine that does other work too. Under what a task may take.
SECONDS_ALTOGETHER = 120
BYTES_OF_MEMORY = 1200 * 1024 * 1024
BYTES_OF_ANSWER = 32 * 1024 * 1024
