"""Run a student's code in another process, and bring back nothing but arrays and text.

``inside/`` is what runs there; the rest is the judge's end. Nothing here knows what is right.
"""
