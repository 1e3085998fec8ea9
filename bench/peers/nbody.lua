-- nbody: a star and four planets under gravity, n steps of the leapfrog method. Float fields of
-- tables, read and written in nested loops.
local sqrt, abs = math.sqrt, math.abs
local STEP = 0.001

local function make_body(mass, x, y, z, vx, vy, vz)
    return {mass = mass, x = x, y = y, z = z, vx = vx, vy = vy, vz = vz}
end

-- A planet on a nearly circular orbit about a star of mass 1, with gravity's constant 1.
local function planet(mass, distance, tilt)
    return make_body(mass, distance, 0.0, tilt * distance, 0.0, 1.0 / sqrt(distance), 0.0)
end

local function make_system()
    local bodies = {
        make_body(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        planet(0.0009, 1.0, 0.02),
        planet(0.0003, 1.875, -0.03),
        planet(0.00005, 3.75, 0.01),
        planet(0.00006, 6.0, 0.04),
    }
    local star = bodies[1]
    for i = 2, #bodies do
        local body = bodies[i]
        star.vx = star.vx - body.mass * body.vx
        star.vy = star.vy - body.mass * body.vy
        star.vz = star.vz - body.mass * body.vz
    end
    return bodies
end

local function drift(bodies, dt)
    for i = 1, #bodies do
        local body = bodies[i]
        body.x = body.x + dt * body.vx
        body.y = body.y + dt * body.vy
        body.z = body.z + dt * body.vz
    end
end

local function kick(pairs_, dt)
    for i = 1, #pairs_ do
        local pair = pairs_[i]
        local a, b = pair[1], pair[2]
        local dx = a.x - b.x
        local dy = a.y - b.y
        local dz = a.z - b.z
        local square = dx * dx + dy * dy + dz * dz
        local pull = dt / (square * sqrt(square))
        local pull_a = b.mass * pull
        local pull_b = a.mass * pull
        a.vx = a.vx - dx * pull_a
        a.vy = a.vy - dy * pull_a
        a.vz = a.vz - dz * pull_a
        b.vx = b.vx + dx * pull_b
        b.vy = b.vy + dy * pull_b
        b.vz = b.vz + dz * pull_b
    end
end

local function pairs_of(bodies)
    local result = {}
    for i = 1, #bodies do
        for j = i + 1, #bodies do
            result[#result + 1] = {bodies[i], bodies[j]}
        end
    end
    return result
end

local function advance(bodies, steps)
    local body_pairs = pairs_of(bodies)
    for _ = 1, steps do
        drift(bodies, 0.5 * STEP)
        kick(body_pairs, STEP)
        drift(bodies, 0.5 * STEP)
    end
end

local function energy(bodies)
    local total = 0.0
    for _, body in ipairs(bodies) do
        total = total
            + 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz)
    end
    for _, pair in ipairs(pairs_of(bodies)) do
        local a, b = pair[1], pair[2]
        local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        total = total - a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
    return total
end

local function greatest_momentum(bodies)
    local x, y, z = 0, 0, 0
    for _, b in ipairs(bodies) do
        x, y, z = x + b.mass * b.vx, y + b.mass * b.vy, z + b.mass * b.vz
    end
    return math.max(abs(x), abs(y), abs(z))
end

-- Angular momentum about z, which leapfrog conserves to rounding.
local function spin(bodies)
    local total = 0
    for _, b in ipairs(bodies) do
        total = total + b.mass * (b.x * b.vy - b.y * b.vx)
    end
    return total
end

local size = math.floor(tonumber(arg[1] or 70000))
if size < 1 then
    error('nbody: the size must be at least 1')
end
advance(make_system(), 10)
local bodies = make_system()
local before, spin_before = energy(bodies), spin(bodies)
advance(bodies, size)
local after = energy(bodies)
if abs(after - before) > 1e-6 * abs(before) or abs(spin(bodies) - spin_before) > 1e-11
    or greatest_momentum(bodies) > 1e-12 then
    error('nbody: a conserved quantity moved at size ' .. size)
end
print(string.format('energy %.12f, after %d steps %.12f', before, size, after))
for _, body in ipairs(bodies) do
    print(string.format('%.9f %.9f %.9f', body.x, body.y, body.z))
end
