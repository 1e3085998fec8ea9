// nbody: a star and four planets under gravity, n steps of the leapfrog method.
#include "bench/native/twin.h"

#include <math.h>

enum { BODIES = 5 };
static const double STEP = 0.001;

typedef struct {
    double mass, x, y, z, vx, vy, vz;
} Body;

static Body planet(double mass, double distance, double tilt) {
    return (Body){mass, distance, 0.0, tilt * distance, 0.0, 1.0 / sqrt(distance), 0.0};
}

static void make_system(Body bodies[BODIES]) {
    bodies[0] = (Body){.mass = 1.0};
    bodies[1] = planet(0.0009, 1.0, 0.02);
    bodies[2] = planet(0.0003, 1.875, -0.03);
    bodies[3] = planet(0.00005, 3.75, 0.01);
    bodies[4] = planet(0.00006, 6.0, 0.04);
    for (int i = 1; i < BODIES; i++) {
        bodies[0].vx -= bodies[i].mass * bodies[i].vx;
        bodies[0].vy -= bodies[i].mass * bodies[i].vy;
        bodies[0].vz -= bodies[i].mass * bodies[i].vz;
    }
}

static void drift(Body bodies[BODIES], double dt) {
    for (int i = 0; i < BODIES; i++) {
        bodies[i].x += dt * bodies[i].vx;
        bodies[i].y += dt * bodies[i].vy;
        bodies[i].z += dt * bodies[i].vz;
    }
}

static void kick(Body bodies[BODIES], double dt) {
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++) {
            Body *a = &bodies[i], *b = &bodies[j];
            double dx = a->x - b->x;
            double dy = a->y - b->y;
            double dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = dt / (square * sqrt(square));
            double pull_a = b->mass * pull;
            double pull_b = a->mass * pull;
            a->vx -= dx * pull_a;
            a->vy -= dy * pull_a;
            a->vz -= dz * pull_a;
            b->vx += dx * pull_b;
            b->vy += dy * pull_b;
            b->vz += dz * pull_b;
        }
    }
}

static void advance(Body bodies[BODIES], long steps) {
    for (long step = 0; step < steps; step++) {
        drift(bodies, 0.5 * STEP);
        kick(bodies, STEP);
        drift(bodies, 0.5 * STEP);
    }
}

static double energy(const Body bodies[BODIES]) {
    double total = 0.0;
    for (int i = 0; i < BODIES; i++) {
        const Body *body = &bodies[i];
        total +=
            0.5 * body->mass * (body->vx * body->vx + body->vy * body->vy + body->vz * body->vz);
    }
    for (int i = 0; i < BODIES; i++) {
        for (int j = i + 1; j < BODIES; j++) {
            const Body *a = &bodies[i], *b = &bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            total -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
        }
    }
    return total;
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 70000);
    Body bodies[BODIES];
    make_system(bodies);
    advance(bodies, 10);
    make_system(bodies);
    double before = energy(bodies);
    int64_t start = twin_clock(&size);
    advance(bodies, size);
    int64_t end = twin_clock(bodies);
    printf("energy %.12f, after %ld steps %.12f\n", before, size, energy(bodies));
    for (int i = 0; i < BODIES; i++) {
        printf("%.9f %.9f %.9f\n", bodies[i].x, bodies[i].y, bodies[i].z);
    }
    twin_report(end - start);
}
