"""nbody: a star and four planets under gravity, n steps of the leapfrog method. Float attributes of
objects, read and written in nested loops."""
import math
import sys
import time

STEP = 0.001


class Body:
    def __init__(self, mass, position, velocity):
        self.mass = mass
        self.x, self.y, self.z = position
        self.vx, self.vy, self.vz = velocity


def planet(mass, distance, tilt):
    """A planet on a nearly circular orbit about a star of mass 1, with gravity's constant 1."""
    speed = 1.0 / math.sqrt(distance)
    return Body(mass, (distance, 0.0, tilt * distance), (0.0, speed, 0.0))


def make_system():
    bodies = [Body(1.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
              planet(0.0009, 1.0, 0.02),
              planet(0.0003, 1.875, -0.03),
              planet(0.00005, 3.75, 0.01),
              planet(0.00006, 6.0, 0.04)]
    star = bodies[0]
    for body in bodies[1:]:
        star.vx -= body.mass * body.vx
        star.vy -= body.mass * body.vy
        star.vz -= body.mass * body.vz
    return bodies


def drift(bodies, dt):
    for body in bodies:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def kick(pairs, dt):
    for a, b in pairs:
        dx = a.x - b.x
        dy = a.y - b.y
        dz = a.z - b.z
        square = dx * dx + dy * dy + dz * dz
        pull = dt / (square * math.sqrt(square))
        pull_a = b.mass * pull
        pull_b = a.mass * pull
        a.vx -= dx * pull_a
        a.vy -= dy * pull_a
        a.vz -= dz * pull_a
        b.vx += dx * pull_b
        b.vy += dy * pull_b
        b.vz += dz * pull_b


def pairs_of(bodies):
    return [(bodies[i], bodies[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]


def advance(bodies, steps):
    pairs = pairs_of(bodies)
    for _ in range(steps):
        drift(bodies, 0.5 * STEP)
        kick(pairs, STEP)
        drift(bodies, 0.5 * STEP)


def energy(bodies):
    total = 0.0
    for body in bodies:
        total += 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz)
    for a, b in pairs_of(bodies):
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        total -= a.mass * b.mass / math.sqrt(dx * dx + dy * dy + dz * dz)
    return total


def momentum(bodies):
    return (sum(b.mass * b.vx for b in bodies), sum(b.mass * b.vy for b in bodies),
            sum(b.mass * b.vz for b in bodies))


def spin(bodies):
    """Angular momentum about z, which leapfrog conserves to rounding."""
    return sum(b.mass * (b.x * b.vy - b.y * b.vx) for b in bodies)


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 70000
    if size < 1:
        sys.exit('nbody: the size must be at least 1')
    advance(make_system(), 10)
    bodies = make_system()
    before, spin_before = energy(bodies), spin(bodies)
    start = time.perf_counter_ns()
    advance(bodies, size)
    elapsed = time.perf_counter_ns() - start
    after = energy(bodies)
    if (abs(after - before) > 1e-6 * abs(before) or abs(spin(bodies) - spin_before) > 1e-11
            or max(map(abs, momentum(bodies))) > 1e-12):
        sys.exit('nbody: a conserved quantity moved at size %d: energy %r to %r'
                 % (size, before, after))
    print('energy %.12f, after %d steps %.12f' % (before, size, after))
    for body in bodies:
        print('%.9f %.9f %.9f' % (body.x, body.y, body.z))
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
