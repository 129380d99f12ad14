"""Right numbers that were rounded are told as such."""

import numpy as np
import pytest

from grader.suite.api import Unmet, expect_close


@pytest.mark.parametrize(
    "decimals,wanted", [(4, [0.12345, 0.87655]), (2, [0.8235294]), (1, [[0.26, 0.74], [1.0, 0.0]])]
)
def test_rounded_answers_are_told(decimals: int, wanted: object) -> None:
    right = np.array(wanted)
    with pytest.raises(Unmet, match="is right, but rounded") as caught:
        expect_close(np.round(right, decimals), right, what="softmax(z)")
    assert f"{10.0**-decimals:.{decimals}f}" in str(caught.value)
    with pytest.raises(Unmet) as other:
        expect_close(np.round(right, decimals) + 1e-3, right, what="softmax(z)")
    assert "rounded" not in str(other.value)
