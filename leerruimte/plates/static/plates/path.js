// Where somebody stands on the path of a plate: the same rules as path.py, tested with the same table of cases.
// A position is a number: 0 is the first station, 1.5 is halfway along the line between the second and the third.

export function pointAt(stations, position) {
  const place = Math.min(Math.max(position, 0), stations.length - 1)
  const number = Math.min(Math.trunc(place), stations.length - 2)
  const line = leg(stations, number)
  let left = (place - number) * lengthOf(line)
  for (let i = 1; i < line.length; i++) {
    const step = distance(line[i - 1], line[i])
    if (left <= step && step > 0) return between(line[i - 1], line[i], left / step)
    left -= step
  }
  return line.at(-1)
}

export function positionAt(stations, x, y) {
  let nearest = 0
  let best = Infinity
  for (let number = 0; number < stations.length - 1; number++) {
    const line = leg(stations, number)
    const whole = lengthOf(line)
    let passed = 0
    for (let i = 1; i < line.length; i++) {
      const step = distance(line[i - 1], line[i])
      const share = shareAt(line[i - 1], line[i], [x, y])
      const away = distance(between(line[i - 1], line[i], share), [x, y])
      if (away < best) {
        best = away
        nearest = number + (passed + share * step) / (whole || 1)
      }
      passed += step
    }
  }
  return nearest
}

function leg(stations, number) {
  const start = stations[number]
  const end = stations[number + 1]
  return [[start.x, start.y], ...(start.via ?? []), [end.x, end.y]]
}

function lengthOf(line) {
  return line.slice(1).reduce((sum, point, i) => sum + distance(line[i], point), 0)
}

function distance(one, other) {
  return Math.hypot(other[0] - one[0], other[1] - one[1])
}

function between(start, end, share) {
  return [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share]
}

// How far along a straight piece (0 to 1) the point of it lies that is nearest to a point.
function shareAt(start, end, point) {
  const across = end[0] - start[0]
  const down = end[1] - start[1]
  const square = across * across + down * down
  if (square === 0) return 0
  return Math.min(Math.max(((point[0] - start[0]) * across + (point[1] - start[1]) * down) / square, 0), 1)
}
