-- matmul: the product of two n x n matrices kept as lists of rows. Nested lists, float products.

-- A linear congruential generator: the same numbers on every machine, and exact below 2^53.
local state = 42
local function below(limit)
    state = (state * 1664525 + 1013904223) % 4294967296
    return math.floor(state / 1024) % limit
end

-- Multiples of 1/8: all sums and products of so few of them are exact.
local function make_matrix(size)
    local matrix = {}
    for i = 1, size do
        local row = {}
        for j = 1, size do
            row[j] = (below(201) - 100) / 8
        end
        matrix[i] = row
    end
    return matrix
end

local function multiply(a, b)
    local columns, length = {}, #b
    for j = 1, #b[1] do
        local column = {}
        for k = 1, length do
            column[k] = b[k][j]
        end
        columns[j] = column
    end
    local product = {}
    for i = 1, #a do
        local row, product_row = a[i], {}
        for j = 1, #columns do
            local column, total = columns[j], 0.0
            for k = 1, length do
                total = total + row[k] * column[k]
            end
            product_row[j] = total
        end
        product[i] = product_row
    end
    return product
end

local function apply(matrix, vector)
    local result = {}
    for i = 1, #matrix do
        local row, total = matrix[i], 0
        for k = 1, #row do
            total = total + row[k] * vector[k]
        end
        result[i] = total
    end
    return result
end

local size = math.floor(tonumber(arg[1] or 200))
if size < 1 then
    error('matmul: the size must be at least 1')
end
local small = make_matrix(3)
multiply(small, small)
local a, b = make_matrix(size), make_matrix(size)
local c = multiply(a, b)
for _ = 1, 4 do
    -- (A B) x = A (B x): a wrong element shows with each random x but one chance in a hundred.
    local x = {}
    for i = 1, size do
        x[i] = below(101) - 50 + 0.0
    end
    local left, right = apply(c, x), apply(a, apply(b, x))
    for i = 1, size do
        if left[i] ~= right[i] then
            error('matmul: wrong product at size ' .. size)
        end
    end
end
local trace, least, greatest = 0, math.huge, -math.huge
for i = 1, size do
    trace = trace + c[i][i]
    for j = 1, size do
        least, greatest = math.min(least, c[i][j]), math.max(greatest, c[i][j])
    end
end
print(string.format('size %d: trace %.6f, corner %.6f, least %.6f, greatest %.6f', size, trace,
    c[size][size], least, greatest))
