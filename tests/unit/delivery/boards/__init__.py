"""Boards: what several orders of one busy group share."""
