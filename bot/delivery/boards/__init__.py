"""The one message in which a busy group reads about all its orders."""
