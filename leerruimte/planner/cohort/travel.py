"""How long a journey takes: an estimate from a distance as the crow flies, and always to be called one.

minutes = away + kilometres x detour / speed. With a car 6 minutes to set off and park, 45 km/h; without one 10 minutes
of walking and waiting, 20 km/h (bus and bicycle taken together); roads are some 1.3 times longer than a straight line
(the usual detour index of road networks; R. H. Ballou, H. Rahardja and N. Sakai, "Selected country circuity factors
for road travel distance estimation", Transportation Research A 36, 2002).
"""

import numpy as np
import numpy.typing as npt

Minutes = npt.NDArray[np.int32]

DETOUR = 1.3
AWAY_BY_CAR, SPEED_BY_CAR = 6.0, 45.0  # minutes, kilometres an hour
AWAY_WITHOUT, SPEED_WITHOUT = 10.0, 20.0


def estimated_table(
    homes: npt.NDArray[np.float64], places: npt.NDArray[np.float64], car: npt.NDArray[np.bool_]
) -> Minutes:
    """Give the estimated minutes from each home (n x 2, km) to each place (m x 2, km), rounded to whole minutes."""
    apart = np.hypot(homes[:, None, 0] - places[None, :, 0], homes[:, None, 1] - places[None, :, 1])
    away = np.where(car, AWAY_BY_CAR, AWAY_WITHOUT)[:, None]
    speed = np.where(car, SPEED_BY_CAR, SPEED_WITHOUT)[:, None]
    minutes: Minutes = np.floor(away + apart * (DETOUR * 60) / speed + 0.5).astype(np.int32)
    return minutes
