"""Edmonds' blossoms, started from prices that nearly fit: the best matching that some pairs allow.

From everybody who is alone and whose price says they need not be grows a tree of pairs that just fit
their prices, every other one of them matched. Where two trees meet there is a chain along which one
more pair can be made; an odd ring within a tree is a blossom, and counts as one person from then on.
Where nothing fits any more, prices in the trees move until something does. See Edmonds, "Maximum
matching and a polyhedron with 0,1-vertices", 1965: https://doi.org/10.6028/jres.069B.013.

Prices are in quarters of a point, so that they stay whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pairing.tiles import Groups

if TYPE_CHECKING:
    from pairing.columns import Ints
    from pairing.prices import Pairs

OUTER, FREE, INNER = 1, 0, -1
"""Where somebody is: an even number of pairs from their tree's root, in no tree, or an odd one."""
NONE = -1
FAR = 1 << 62
NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class OddSets:
    """A proof that needs more than prices: four times everybody's price, and sets of an odd number of people.

    A set is ``order[start:stop]``; two who are both in it cost ``extra`` on top of their prices. As no
    matching has more than (k - 1) / 2 pairs among k people, none has more points than all prices and
    (k - 1) / 2 times the extra of each set, over four.
    """

    prices: Ints
    order: Ints
    sets: tuple[tuple[int, int, int], ...]

    def price(self, a: Ints, b: Ints) -> Ints:
        """What each two would have to be worth to be matched in a better matching."""
        place = np.full(len(self.prices), NONE)
        place[self.order] = np.arange(len(self.order))
        low, high = np.minimum(place[a], place[b]), np.maximum(place[a], place[b])
        price = self.prices[a] + self.prices[b]
        for start, stop, extra in self.sets:
            price[(low >= start) & (high < stop)] += extra
        return price


class Blossoms:
    """A matching being made. People are nodes below their number; blossoms are the nodes from there on.

    ``alone`` is what it costs to leave somebody alone. ``prices`` are four times everybody's, hold for
    all ``pairs`` and for being alone, and are changed in place; whom ``mate`` matches fit theirs.
    """

    def __init__(self, pairs: Pairs, alone: Ints, mate: Ints, prices: Ints) -> None:
        size = len(mate)
        self._a, self._b, self._worth = pairs.a, pairs.b, 4 * pairs.points
        self._alone, self._prices, self._mate = -4 * alone, prices, mate.tolist()
        self._top, self._state = np.arange(size), np.zeros(size, np.int64)
        self._parent, self._base = [NONE] * size, list(range(size))
        self._people: list[Ints] = list(np.arange(size)[:, None])  # of nodes that are in no blossom
        self._extra = [0] * size
        self._ring: dict[int, tuple[list[int], list[tuple[int, int]]]] = {}
        self._whole: set[int] = set()
        self._entry: dict[int, tuple[int, int]] = {}
        self._tree: dict[int, int] = {}
        self._nodes: dict[int, list[int]] = {}
        for person in np.flatnonzero((mate == np.arange(size)) & (prices > self._alone)).tolist():
            self._nodes[person] = []
            self._label(person, OUTER, person)

    def grow(self) -> Ints:
        """Whom each is matched with at last, oneself for alone."""
        while self._nodes:
            inner = [node for node in self._whole if self._state[self._base[node]] == INNER]
            pairs, people = self._move(inner)
            for a, b in pairs:
                self._fits(a, b)
            for person in people:
                if self._state[person] == OUTER:
                    self._leave(person)
            for node in inner:
                if not self._extra[node] and self._state[self._base[node]] == INNER:
                    self._expand(node)
        return np.array(self._mate, np.int64)

    def _move(self, inner: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
        """Move prices by as much as the next event needs: the pairs that fit then, and who may be alone."""
        state, top, prices = self._state, self._top, self._prices
        between = state[self._a] + state[self._b]
        at = (between > 0).nonzero()[0]
        a, b = self._a[at], self._b[at]
        apart = (top[a] != top[b]).nonzero()[0]
        at, a, b = at[apart], a[apart], b[apart]
        between = between[at]
        missing = prices[a] + prices[b] - self._worth[at]
        outer = (state == OUTER).nonzero()[0]
        spare = prices[outer] - self._alone[outer]
        step = min(
            int((missing >> (between - 1)).min(initial=FAR)),  # half of it where both move
            int(spare.min()),
            min((self._extra[node] // 2 for node in inner), default=FAR),
        )
        if step:
            prices -= step * state
            for node in self._whole:
                self._extra[node] += 2 * step * int(state[self._base[node]])
        fits = (missing == step * between).nonzero()[0]
        pairs = list(zip(a[fits].tolist(), b[fits].tolist(), strict=True))
        return pairs, outer[spare == step].tolist()

    def _fits(self, a: int, b: int) -> None:
        if self._state[a] != OUTER:
            a, b = b, a
        above, below = int(self._top[a]), int(self._top[b])
        if self._state[a] != OUTER or self._state[b] == INNER or above == below:
            return
        if self._state[b] == FREE:
            self._reach(a, b)
        elif self._tree[above] == self._tree[below]:
            self._shrink(a, b)
        else:
            self._join(a, b)

    def _reach(self, a: int, b: int) -> None:
        """Take somebody matched into the tree, and their mate; somebody alone is given a mate."""
        inner, root = int(self._top[b]), self._tree[int(self._top[a])]
        base = self._base[inner]
        if self._mate[base] == base:
            self._turn(inner, b)
            self._free(a)
            self._mate[a], self._mate[b] = b, a
            self._drop(root)
            return
        self._entry[inner] = (a, b)
        self._label(inner, INNER, root)
        self._label(int(self._top[self._mate[base]]), OUTER, root)

    def _join(self, a: int, b: int) -> None:
        roots = self._tree[int(self._top[a])], self._tree[int(self._top[b])]
        self._free(a)
        self._free(b)
        self._mate[a], self._mate[b] = b, a
        for root in roots:
            self._drop(root)

    def _leave(self, person: int) -> None:
        """Leave this one alone instead of the root."""
        root = self._tree[int(self._top[person])]
        self._free(person)
        self._mate[person] = person
        self._drop(root)

    def _label(self, node: int, state: int, root: int) -> None:
        self._state[self._people[node]] = state
        self._tree[node] = root
        self._nodes[root].append(node)

    def _drop(self, root: int) -> None:
        for node in self._nodes.pop(root):
            if self._parent[node] == NONE:
                self._state[self._people[node]] = FREE

    def _free(self, person: int) -> None:
        """Let go of this one: pairs shift along the tree until the root has somebody."""
        new = NONE
        while True:
            node = int(self._top[person])
            base = self._base[node]
            old = self._mate[base]
            self._turn(node, person)
            if new != NONE:
                self._mate[person], self._mate[new] = new, person
            if old == base:
                return
            inner = int(self._top[old])
            person, new = self._entry[inner]
            self._turn(inner, new)

    def _turn(self, node: int, person: int) -> None:
        """Match a blossom's people so that only this one is left for somebody outside."""
        todo = [(node, person)]
        while todo:
            node, person = todo.pop()
            if self._base[node] == person:
                continue
            child = person
            while self._parent[child] != node:
                child = self._parent[child]
            ring, links = self._ring[node]
            at = ring.index(child)
            ring, links = ring[at:] + ring[:at], links[at:] + links[:at]
            self._ring[node], self._base[node] = (ring, links), person
            todo.append((child, person))
            for place in range(1, len(ring), 2):
                a, b = links[place]
                if self._mate[a] != b:
                    self._mate[a], self._mate[b] = b, a
                    todo += [(ring[place], a), (ring[place + 1], b)]

    def _way(self, person: int) -> tuple[list[int], list[tuple[int, int]]]:
        """The nodes from an outer person to the root, and the pairs that link them."""
        nodes, links = [int(self._top[person])], []
        while (mate := self._mate[base := self._base[nodes[-1]]]) != base:
            inner = int(self._top[mate])
            a, b = self._entry[inner]
            nodes += [inner, int(self._top[a])]
            links += [(base, mate), (b, a)]
        return nodes, links

    def _shrink(self, a: int, b: int) -> None:
        """An odd ring within a tree becomes one node."""
        (left, up), (right, down) = self._way(a), self._way(b)
        known = {node: place for place, node in enumerate(left)}
        there = next(place for place, node in enumerate(right) if node in known)
        here = known[right[there]]
        ring = [right[there], *left[:here][::-1], *right[:there]]
        links = [*((y, x) for x, y in up[:here][::-1]), (a, b), *down[:there]]
        node = len(self._parent)
        self._people.append(np.concatenate([self._people[child] for child in ring]))
        for child in ring:
            self._parent[child] = node
            self._people[child] = NOBODY  # each of many nested ones would be as long as the pool
        self._parent.append(NONE)
        self._base.append(self._base[ring[0]])
        self._extra.append(0)
        self._ring[node] = (ring, links)
        self._whole.add(node)
        self._whole.difference_update(ring)
        self._top[self._people[node]] = node
        self._label(node, OUTER, self._tree[ring[0]])

    def _expand(self, node: int) -> None:
        """A blossom whose extra price is gone becomes a ring again, and the way through it stays."""
        (ring, links), (a, b), root = self._ring.pop(node), self._entry[node], self._tree[node]
        self._whole.remove(node)
        for child in ring:
            if child in self._ring:
                self._whole.add(child)
            self._parent[child] = NONE
            self._people[child] = self._inside(child)
            self._top[self._people[child]] = child
            self._state[self._people[child]] = FREE
        at = ring.index(int(self._top[b]))
        if at % 2:
            ring, links = [ring[0], *ring[:0:-1]], [(y, x) for x, y in links[::-1]]
            at = len(ring) - at
        self._entry[ring[at]] = (a, b)
        self._label(ring[at], INNER, root)
        for place in range(at - 1, 0, -2):
            y, x = links[place - 1]
            self._entry[ring[place - 1]] = (x, y)
            self._label(ring[place], OUTER, root)
            self._label(ring[place - 1], INNER, root)

    def _inside(self, node: int) -> Ints:
        todo, people = [node], []
        while todo:
            node = todo.pop()
            if node in self._ring:
                todo += self._ring[node][0]
            else:
                people.append(node)
        return np.array(people)

    def groups(self, people: int) -> Groups:
        """The outermost blossoms among the first people, in halves of a point, rounded down."""
        extra = np.array([self._extra[node] // 2 for node in self._top[:people].tolist()], np.int64)
        return Groups(self._top[:people], extra)

    def odd_sets(self) -> OddSets:
        """The proof, over the pairs that were given."""
        order: list[int] = []
        starts: dict[int, int] = {}
        sets = []
        todo = list(self._whole)
        while todo:
            node = todo.pop()
            if node in self._ring:
                starts[node] = len(order)
                todo += [~node, *self._ring[node][0]]
            elif node >= 0:
                order.append(node)
            elif self._extra[~node]:
                sets.append((starts[~node], len(order), self._extra[~node]))
        return OddSets(self._prices, np.array(order, np.int64), tuple(sets))
