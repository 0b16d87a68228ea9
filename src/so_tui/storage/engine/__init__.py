"""One writer at work: opening, logging, making snapshots, living with other writers."""
