"""The installed bot as a subprocess, as its users and operators meet it."""
