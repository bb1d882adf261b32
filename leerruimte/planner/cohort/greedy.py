"""A first answer at once: arcs taken in one order as long as they fit."""

import numpy as np

from leerruimte.planner.cohort.rules import Model
from leerruimte.planner.cohort.sheet import Floats, Ints

CLOSE = 1e-9


def taken_in_order(model: Model, order: Ints) -> Floats:
    """Take each arc of `order` that still fits beside those taken before; give the completed x.

    Arcs settled by hand come first, whatever they break.
    """
    sheet, arcs = model.sheet, len(model.arcs)
    most = _most(model)
    filled = np.zeros(sheet.rows)
    x = np.zeros(sheet.columns)
    by_hand = np.flatnonzero(sheet.lower[:arcs] > 0)
    x[by_hand] = 1
    for j in by_hand:
        span = slice(sheet.start[j], sheet.start[j + 1])
        filled[sheet.row[span]] += sheet.value[span]
    demand, done = model.arcs.demand.tolist(), set(model.arcs.demand[by_hand].tolist())
    start, row, value = sheet.start.tolist(), sheet.row.tolist(), sheet.value.tolist()
    room = (most - filled).tolist()
    for j in order.tolist():
        if demand[j] in done:
            continue
        entries = range(start[j], start[j + 1])
        if all(value[k] <= room[row[k]] + CLOSE for k in entries):
            done.add(demand[j])
            x[j] = 1
            for k in entries:
                room[row[k]] -= value[k]
    return completed(model, x)


def completed(model: Model, x: Floats) -> Floats:
    """Work out what follows from the arcs taken: who is without, promised seats used, boards short, pairs parted."""
    arcs, sheet = model.arcs, model.sheet
    x = x.copy()
    x[len(arcs) :] = 0
    taken = np.flatnonzero(x[: len(arcs)] > 0.5)
    placed = np.bincount(arcs.demand[taken], minlength=len(arcs.demands))
    x[model.unplaced] = placed[model.unplaced_of] == 0
    lacking = sheet.of_rows(x)
    x[model.promised] = np.clip(lacking[model.promised_rows] - sheet.high[model.promised_rows], 0, None)
    x[model.short] = np.clip(sheet.low[model.short_rows] - lacking[model.short_rows], 0, None)
    if model.wanted:
        school = np.full(len(arcs.demands), -1, np.intp)
        school[arcs.demand[taken]] = arcs.school[taken]
        x[model.parted] = [school[one] != school[other] for _, one, other in model.wanted]
    return x


def _most(model: Model) -> Floats:
    """Give how far each row can be filled, with what gives way giving way as far as it can."""
    sheet = model.sheet
    most = sheet.high.copy()
    for columns in (model.promised, model.parted):
        for j in range(columns.start, columns.stop):
            span = slice(sheet.start[j], sheet.start[j + 1])
            most[sheet.row[span]] -= sheet.value[span] * sheet.upper[j]
    return most
