"""The numbered SQL files that build the tables; a released one is never edited."""
