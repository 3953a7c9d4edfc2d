"""What a law file's text holds: plain YAML, where nothing is said twice, and nothing is made but words and numbers."""

from collections.abc import Mapping
from typing import Any

import yaml

from cakupan.basics.refused import Refused

_LONGEST = 500_000  # characters: the whole law is a tenth of it


class _Reader(yaml.SafeLoader):
    """The safe loader, which besides refuses what it would pass over in silence."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # a few nested aliases can stand for gigabytes
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        found: yaml.Node | None = super().compose_node(parent, index)
        return found

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        told: set[str] = set()
        for key, _ in node.value:
            # the last of two would win, and the first rate be gone without a word
            if key.value in told:
                raise yaml.MarkedYAMLError(problem="twice", problem_mark=key.start_mark)
            told.add(key.value)
        return super().construct_mapping(node, deep=deep)


def entries_in(text: str, file: str) -> list[Mapping[str, Any]]:
    """The entries of a law file as they are written. `file` is only spoken of. Refused where it is no list of them."""
    if len(text) > _LONGEST:
        raise Refused("law_too_long", file=file, most=_LONGEST)
    try:
        read = yaml.load(text, Loader=_Reader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise Refused("law_not_yaml", file=file, line=mark.line + 1 if mark else 1) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):  # ValueError: a day that no calendar has
        raise Refused("law_not_yaml", file=file, line=1) from None
    if not isinstance(read, list) or not all(isinstance(one, dict) for one in read):
        raise Refused("law_no_entries", file=file)
    return read
