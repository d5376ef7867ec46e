"""What is generated: beams, initial states and processes, and the source that turns event numbers into events."""
