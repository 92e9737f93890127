"""Tests of Imagewright."""
