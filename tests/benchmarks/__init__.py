"""What the kit costs, measured side by side with what one would use instead: ``make bench``.

A topic is a module of this package with ``measure() -> list[Row]``; `__main__` finds and runs them all.
Nothing here passes or fails by the clock: a slow machine changes both sides of a row.
"""
