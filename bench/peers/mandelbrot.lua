-- mandelbrot: the set on an n x n grid, 50 steps a point. Float arithmetic in a while loop.
local STEPS = 50

-- Steps until |z| > 2, or STEPS if it stays.
local function escape_time(cr, ci)
    local zr, zi, step = 0.0, 0.0, 0
    while step < STEPS do
        local rr = zr * zr
        local ii = zi * zi
        if rr + ii > 4.0 then
            break
        end
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
        step = step + 1
    end
    return step
end

-- Real parts from -2.0 to 0.5, imaginary parts symmetric about zero, at the cells' centres.
local function coordinates(size)
    local reals, imaginaries = {}, {}
    for i = 0, size - 1 do
        reals[i + 1] = -2.0 + 2.5 * (2 * i + 1) / (2 * size)
        imaginaries[i + 1] = 1.25 * (2 * i + 1 - size) / size
    end
    return reals, imaginaries
end

local function mandelbrot(size)
    local reals, imaginaries = coordinates(size)
    local rows = {}
    for y = 1, size do
        local row, ci = {}, imaginaries[y]
        for x = 1, size do
            row[x] = escape_time(reals[x], ci)
        end
        rows[y] = row
    end
    return rows
end

-- Whether z is outside radius 2 after so many steps, multiplied out another way.
local function escapes_after(cr, ci, steps)
    if steps > 8 then
        return true
    end
    local zr, zi = 0.0, 0.0
    for _ = 1, steps do
        zr, zi = (zr + zi) * (zr - zi) + cr, zr * zi + zr * zi + ci
    end
    return zr * zr + zi * zi > 3.999999
end

local function same_row(a, b)
    for x = 1, #a do
        if a[x] ~= b[x] then
            return false
        end
    end
    return true
end

-- Points that contradict what is known without iterating: the set mirrors itself in the real axis,
-- holds the main cardioid and the disc to its left, and lies within radius 2.
local function faults(size, rows)
    local reals, imaginaries = coordinates(size)
    local wrong = 0
    for y = 1, size do
        local ci, row = imaginaries[y], rows[y]
        if not same_row(row, rows[size + 1 - y]) then
            wrong = wrong + 1
        end
        for x = 1, size do
            local cr = reals[x]
            local q = (cr - 0.25) * (cr - 0.25) + ci * ci
            local inside = q * (q + cr - 0.25) < 0.24999 * ci * ci
                or (cr + 1.0) * (cr + 1.0) + ci * ci < 0.06249
            local outside = cr * cr + ci * ci > 4.00001
            if inside and row[x] ~= STEPS or outside and row[x] > 2 then
                wrong = wrong + 1
            end
            if row[x] < STEPS and not escapes_after(cr, ci, row[x]) then
                wrong = wrong + 1
            end
        end
    end
    return wrong
end

local size = math.floor(tonumber(arg[1] or 400))
if size < 1 then
    error('mandelbrot: the size must be at least 1')
end
mandelbrot(4)
local rows = mandelbrot(size)
local wrong = faults(size, rows)
if wrong > 0 then
    error('mandelbrot: ' .. wrong .. ' wrong points at size ' .. size)
end
local checksum, inside, total = 0, 0, 0
for _, row in ipairs(rows) do
    for _, steps in ipairs(row) do
        checksum = (checksum * 31 + steps) % 1000000007
    end
end
for _, row in ipairs(rows) do
    for _, steps in ipairs(row) do
        if steps == STEPS then
            inside = inside + 1
        end
    end
end
for _, row in ipairs(rows) do
    for _, steps in ipairs(row) do
        total = total + steps
    end
end
print(string.format('%d x %d: %d points inside, %d steps, checksum %d', size, size, inside, total,
    checksum))
