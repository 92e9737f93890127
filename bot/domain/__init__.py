"""What Imagewright is about, with no I/O, no clock and no event loop."""
