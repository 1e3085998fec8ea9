-- spectral: the largest singular value of an infinite matrix's n x n corner, by the power method.
-- Float arithmetic, a small function called for every element.
local ROUNDS = 8

-- (i + j) * (i + j + 1) is even: half of it is exact in floats as well.
local function element(i, j)
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1)
end

local function times(vector)
    local size, result = #vector, {}
    for i = 0, size - 1 do
        local total = 0.0
        for j = 0, size - 1 do
            total = total + element(i, j) * vector[j + 1]
        end
        result[i + 1] = total
    end
    return result
end

local function times_transposed(vector)
    local size, result = #vector, {}
    for i = 0, size - 1 do
        local total = 0.0
        for j = 0, size - 1 do
            total = total + element(j, i) * vector[j + 1]
        end
        result[i + 1] = total
    end
    return result
end

-- The estimate and the vectors that gave it.
local function power_method(size)
    local u, v = nil, {}
    for i = 1, size do
        v[i] = 1.0
    end
    for _ = 1, ROUNDS do
        u = v
        v = times_transposed(times(u))
    end
    local uv, vv = 0.0, 0.0
    for i = 1, size do
        uv = uv + u[i] * v[i]
        vv = vv + v[i] * v[i]
    end
    return math.sqrt(vv / uv), u, v
end

-- A matrix of positive numbers has its largest eigenvalue between the least and the greatest ratio
-- of B u to u, whatever the positive u; and B's trace is above it.
local function enclosed(estimate, u, v)
    local size = #u
    local least, greatest, trace, least_u = math.huge, 0, 0.0, math.huge
    for i = 1, size do
        local ratio = v[i] / u[i]
        least, greatest = math.min(least, ratio), math.max(greatest, ratio)
        least_u = math.min(least_u, u[i])
    end
    for i = 0, size - 1 do
        local sum = 0
        for j = 0, size - 1 do
            sum = sum + element(i, j) ^ 2
        end
        trace = trace + sum
    end
    local direct = {}
    for i = 1, size do
        direct[i] = 0.0
    end
    for i = 0, size - 1 do
        local row, dot = {}, 0
        for j = 0, size - 1 do
            row[j + 1] = element(i, j)
        end
        for j = 1, size do
            dot = dot + row[j] * u[j]
        end
        for j = 1, size do
            direct[j] = direct[j] + dot * row[j]
        end
    end
    for i = 1, size do
        if math.abs(direct[i] - v[i]) > 1e-9 * v[i] then
            return false
        end
    end
    local square = estimate * estimate
    return least_u > 0.0 and least * 0.999999 <= square and square <= greatest * 1.000001
        and square <= trace * 1.000001
end

local size = math.floor(tonumber(arg[1] or 380))
if size < 1 then
    error('spectral: the size must be at least 1')
end
power_method(5)
local estimate, u, v = power_method(size)
if not enclosed(estimate, u, v) then
    error('spectral: wrong answer at size ' .. size .. ': ' .. estimate)
end
print(string.format('size %d: %.9f', size, estimate))
