"""The alert rules: a public check of their form."""

import pytest

from grader.suite.api import expect

from .monitoring import the_rules


@pytest.mark.check(points=1, topics=["structure"])
def test_is_yaml(student):
    """vi: các luật là YAML có groups, và trong đó có rules
    en: the rules are YAML with groups, and rules in them
    """
    groups = the_rules(student).get("groups")
    groups = groups if isinstance(groups, list) else []
    expect(
        any(isinstance(group, dict) and group.get("rules") for group in groups),
        vi="Ở ngoài cùng phải có groups, và mỗi nhóm có rules.",
        en="On the outside there have to be groups, each with rules.",
    )
