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
three more places, since it may be a kink, and then over longer ways, since a function that computes in
float32 changes in jumps. So such a function, or one that subtracts large numbers, is judged by what it can
do. What is called wrong differs by ten standard deviations and the truncation, and by ``rtol``.

**Many values.** Where two values of f are too coarse for an entry, a cubic is fitted to up to 400 of them, in
the widest window that it fits: n values tell a slope sqrt(n) times as surely as one. Its error is what noise
may do, and what one more term may do that these values do not rule out: t^5, or a corner |t - a| anywhere in
the window. This takes up to 10,000 evaluations in a check, and only functions as coarse as float32 need it.

**Rounding of the gradient.** One in float32 is known to 1e-7 of the terms that it is computed from, which may
cancel (1 - z^2 of a unit that saturates, a sum that is 0). They are taken for as large as the array is in the
root mean square, and as 0.15 |f| / |x|. Where several entries are off, twenty times of what follows from that
is no error yet: digits that cancel are lost to all that is computed from them.

**Complex step.** Where f is computed from analytic functions alone, Im f(x + ihv) / h is the slope without
any subtraction, exact to rounding at h = 1e-30. It is used if f takes complex numbers and if the slope
along the first direction agrees with the differences: ``abs`` or ``float`` in f drop the imaginary part.
Its rounding is measured as that of f is. What it calls wrong is looked at by differences once more, and
where they cannot tell, it is believed only if f(x + hv) + f(x - hv) + f(x + ihv) + f(x - ihv) is 4 f(x), as
it is for analytic functions but not with a corner near x: a part of f may be too small for the first look.

**Kinks.** max(0, s) has no gradient at 0, and next to it a step may reach over the corner and measure a
blend of both slopes. With the slopes R to the right and L to the left of x over a step h, less the claimed
slope, tilt and bend are

    C = (R + L) / 2,   B = R - L,   and the corner is what is left of B at h = 0:  J = [4 B(h/4) - B(h)] / 3

A smooth f has J = 0, and if g is off, C is the same for all small h. One corner within the step bends f by
at least twice what it tilts it: |C| <= |B| / 2, which is to say that g lies between both slopes; where f is
convex that holds of any number of corners. So only a steady C without a J beside it, or one greater than
half of B and J, is an error. What disagrees is measured over smaller and smaller steps, down to 1e-12 of
the entry: a kink beside x lies outside of them. If the two slopes still differ, and yours lies between
them, the entry is reported as a kink and is no error. Two corners, one on either side of x, may tilt f
without a bend: nothing is called wrong that is not there over the smallest step that could tell.

**What a passed check proves.** That g is the gradient of *this* f at *this* x: every error of 1 in 10,000
in a single entry would have been seen, but for those at kinks, where any value between the two slopes passes,
and for entries that are too small beside rounding. The result tells how many are in doubt, what error may
hide there, and what to do (`GradientCheck.in_doubt`, `resolution`, `advice`). In float64 next to none are.
If f computes in float32, an error shows from 2e-6 |f| / |x| on at best, and from 1e-5 |f| / |x| on in half of
the entries, near kinks in fewer: 1 in 10,000 is seen in most entries with |g x| > |f| / 10, and hardly in any
below |f| / 100. If only g is in float32, entries with |g x| < |f| / 400 are in doubt. Both ends in float64.

**What it does not prove.** That f is the right function: a wrong loss with its own right gradient passes.
That g is right elsewhere: where a mask or a max chooses differently, other lines of your code run; check at
a few random points, with weights about 1 and ``reg`` about 1, for at W = 0 or reg = 0 many mistakes are
silent. At W = 0 all the corners of a ReLU net meet in x, and its backward pass may give a number outside of
both slopes: there is no gradient there, and the check may call the number wrong. Nor does it see swings of f
that are much shorter than a thousandth of x. Several errors that cancel along three random directions would
pass; that has a probability of about 0. And where digits cancel in f but not in g, as in 1 - cos(x) at 1e-8,
f is flat in steps, and a right gradient may be called wrong.

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
