"""The evaluate stage's side of the HTTP API: campaign results, points, truth, the monthly close, appeals."""

from gridloop.evaluate.api.closing import add_closing
from gridloop.evaluate.api.points import add_points
from gridloop.evaluate.api.results import add_results
from gridloop.evaluate.api.truth import add_truth
from gridloop.kernel.api import StageRouter

router = StageRouter("evaluate")
add_results(router)
add_points(router)
add_truth(router)
add_closing(router)

__all__ = ["router"]
