"""What can go wrong with a tour."""


class CannotStart(Exception):
    """The tour was asked for something that cannot be; the text says what would work."""


class TourFailed(Exception):
    """The tour began and did not come to its end; the text says what was waited for."""
