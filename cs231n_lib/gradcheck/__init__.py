r"""Check a gradient written by hand: along random directions first, then wherever that leaves doubt.

`check_gradient` compares a gradient with the slopes of a function, `check_backward` a single backward
stage with its forward stage. `numerical_gradient` is the slow and simple thing itself.

**Directions.** Along v the slope of f is g . v if g is its gradient. One slope says something of all
entries at once: where g is off by e, it is off by e . v, and for a v drawn at random that is not 0 by
chance. Three directions are measured, whatever the size of x. Every entry moves in each of them, none more
than three times as far as another (for its size), so that a single wrong entry shows, too. If the
directions disagree, rows, columns and then entries are moved by themselves to find where; small arrays are
measured entry by entry.

**Steps.** A central difference is off by truncation and by rounding:

    [f(x + hv) - f(x - hv)] / 2h  =  f'  +  h^2 f''' / 6  +  O(h^4)  +  O(noise / h)

Two steps, h and h/4, take the h^2 away (Richardson's extrapolation), and what is left is least where h =
eps^(1/5), 7e-4 in float64 and 4e-2 in float32. Steps begin at four times that and shrink; the distance
between two extrapolations in a row estimates the truncation that is left. Differences are taken of f(x +
hv) - h g . v, which is flat if g is right, so that nothing large is subtracted from anything large.

**Noise.** How much rounding puts f off is measured, not guessed: of ten values so close together that f is
a cubic, what a cubic leaves over is noise. (Moré and Wild, *Estimating computational noise*, 2011, take
differences of evenly spaced values, where rounding may repeat itself.) What looks coarse is looked at in
three more places, since it may be a kink, and then over a longer way, since a function that computes in
float32 changes in jumps. So such a function, or one that subtracts large numbers, is judged by what it can
do. What is called wrong differs by ten standard deviations and the truncation, and by ``rtol``.

**Complex step.** Where f is computed from analytic functions alone, Im f(x + ihv) / h is the slope without
any subtraction, exact to rounding at h = 1e-30. It is used if f takes complex numbers and if the slope
along the first direction agrees with the differences: ``abs`` or ``float`` in f drop the imaginary part.
Its rounding is measured as that of f is, and what it calls wrong is looked at by differences once more.

**Kinks.** max(0, s) has no gradient at 0, and next to it a step may reach over the corner and measure a
blend of both slopes. With the slopes R to the right and L to the left of x over a step h, less the claimed
slope, tilt and bend are

    C = (R + L) / 2,   B = R - L,   and the corner is what is left of B at h = 0:  J = [4 B(h/4) - B(h)] / 3

A smooth f has J = 0, and if g is off, C is the same for all small h. One corner within the step bends f by
at least twice what it tilts it: |C| <= |B| / 2, which is to say that g lies between both slopes; where f is
convex that holds of any number of corners. So only a steady C without a J beside it, or one greater than
half of B and J, is an error. What disagrees is measured over smaller and smaller steps, down to 1e-12 of
the entry: a kink beside x lies outside of them. If the two slopes still differ, and yours lies between
them, the entry is reported as a kink and is no error.

**What a passed check proves.** That g is the gradient of *this* f at *this* x: every error of 1 in 10,000
in a single entry would have been seen, but for entries that are too small beside the rounding of f, whose
number the result tells (`GradientCheck.in_doubt`), and those at kinks, where any value between the two
slopes passes.

**What it does not prove.** That f is the right function: a wrong loss with its own right gradient passes.
That g is right elsewhere: where a mask or a max chooses differently, other lines of your code run; check at
a few random points, with weights about 1 and ``reg`` about 1, for at W = 0 or reg = 0 many mistakes are
silent. At W = 0 all the corners of a ReLU net meet in x, and its backward pass may give a number outside of
both slopes: there is no gradient there, and the check may call the number wrong. Nor does it see swings of f
that are much shorter than a thousandth of x. Several errors that cancel along three random directions would
pass; that has a probability of about 0.

Source: CS231n notes, "Gradient checks" (neural-networks-3).
"""

from __future__ import annotations

from ..comparison import relative_error
from ._backward import check_backward
from ._check import check_gradient
from ._numerical import numerical_gradient
from ._outcome import GradientCheck, GradientEntry

__all__ = [
    "GradientCheck",
    "GradientEntry",
    "check_backward",
    "check_gradient",
    "numerical_gradient",
    "relative_error",
]
