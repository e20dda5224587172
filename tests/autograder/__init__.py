"""Tests of the autograder."""
