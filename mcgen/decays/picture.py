"""Decay trees as pictures: a small layout of trees in SVG, without external programs.

A tree lies on its side: the root on the left, one column a generation, one row a leaf; a mother stands half-way
between her first and her last daughter. The ink is the text colour of the page, so the picture is at home on dark
pages too.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["depth_first", "draw_tree"]

_CHARACTER, _ROW, _GAP, _PAD = 7.8, 24.0, 44.0, 8.0  # [px]


def draw_tree(mothers: Sequence[int], labels: Sequence[str], details: Sequence[str] = (), title: str = "") -> str:
    """Return the picture of a tree (or several) as an SVG element.

    Parameters
    ----------
    mothers
        Position of every node's mother, -1 for a root.
    labels
        Text of every node.
    details
        Text that appears when the pointer rests on a node; none, or one a node.
    title
        Title of the picture for readers that cannot see it.

    Raises
    ------
    ValueError
        The sequences differ in length.
    """
    if len(labels) != len(mothers) or (details and len(details) != len(mothers)):
        raise ValueError(f"{len(mothers)} nodes, {len(labels)} labels and {len(details)} details")
    x, y, (width, height) = _layout(mothers, labels)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="ui-monospace, monospace" font-size="13">'
    )
    parts = [head]
    if title:
        parts.append(f"<title>{escape(title)}</title>")
    for node, mother in enumerate(mothers):
        if mother >= 0:
            start, end = x[mother] + len(labels[mother]) * _CHARACTER + 3, x[node] - 3
            half = (start + end) / 2
            parts.append(
                f'<path d="M{start:.1f} {y[mother]:.1f}C{half:.1f} {y[mother]:.1f} {half:.1f} {y[node]:.1f} '
                f'{end:.1f} {y[node]:.1f}" fill="none" stroke="currentColor" stroke-opacity="0.45"/>'
            )
    for node, label in enumerate(labels):
        hint = f"<title>{escape(details[node])}</title>" if details and details[node] else ""
        parts.append(
            f'<text x="{x[node]:.1f}" y="{y[node] + 4.5:.1f}" fill="currentColor">{escape(label)}{hint}</text>'
        )
    return "".join([*parts, "</svg>"])


def depth_first(mothers: Sequence[int]) -> list[int]:
    """Return the nodes of trees depth first; ``mothers`` holds the position of every node's mother, -1 for a root."""
    daughters: dict[int, list[int]] = {}
    for node, mother in enumerate(mothers):
        daughters.setdefault(mother, []).append(node)
    order, stack = [], daughters.get(-1, [])[::-1]
    while stack:
        order.append(stack.pop())
        stack += daughters.get(order[-1], [])[::-1]
    return order


def _layout(mothers: Sequence[int], labels: Sequence[str]) -> tuple[list[float], list[float], tuple[float, float]]:
    """Return x and y of every node and the size of the picture [px]."""
    n = len(mothers)
    order = depth_first(mothers)
    depth, y, leaves = [0] * n, [0.0] * n, 0
    span: dict[int, tuple[float, float]] = {}
    for node in order:
        depth[node] = depth[mothers[node]] + 1 if mothers[node] >= 0 else 0
    with_daughters = set(mothers)
    for node in order:
        if node not in with_daughters:
            y[node] = _PAD + _ROW * (leaves + 0.5)
            leaves += 1
    for node in reversed(order):
        if node in span:
            y[node] = sum(span[node]) / 2
        low, high = span.get(mothers[node], (y[node], y[node]))
        span[mothers[node]] = (min(low, y[node]), max(high, y[node]))
    widest = [0] * (max(depth, default=0) + 1)
    for node in order:
        widest[depth[node]] = max(widest[depth[node]], len(labels[node]))
    starts = [_PAD]
    for characters in widest:
        starts.append(starts[-1] + characters * _CHARACTER + _GAP)
    size = (starts[-1] - _GAP + _PAD if n else 2 * _PAD, 2 * _PAD + _ROW * leaves)
    return [starts[d] for d in depth], y, size
