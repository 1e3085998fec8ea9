-- nqueens: all ways to put n queens on a board. Backtracking: recursion, a list as a stack.
local abs = math.abs

-- Whether a queen in the next row, in this column, is out of reach of those placed.
local function safe(queens, column)
    local distance = #queens
    for i = 1, #queens do
        local other = queens[i]
        if other == column or abs(other - column) == distance then
            return false
        end
        distance = distance - 1
    end
    return true
end

local function copy_of(queens)
    local copy = {}
    for i = 1, #queens do
        copy[i] = queens[i]
    end
    return copy
end

-- Try every safe column of the next row, and go on with the row after it.
local function place(queens, size, solutions)
    if #queens == size then
        solutions[#solutions + 1] = copy_of(queens)
        return
    end
    for column = 0, size - 1 do
        if safe(queens, column) then
            queens[#queens + 1] = column
            place(queens, size, solutions)
            queens[#queens] = nil
        end
    end
end

-- All solutions in order; those that begin in the right half mirror those of the left.
local function solve(size)
    local solutions = {}
    for column = 0, math.floor((size + 1) / 2) - 1 do
        place({column}, size, solutions)
    end
    local last, half = size - 1, math.floor(size / 2)
    for i = #solutions, 1, -1 do
        local queens = solutions[i]
        if queens[1] < half then
            local mirrored = {}
            for k = 1, #queens do
                mirrored[k] = last - queens[k]
            end
            solutions[#solutions + 1] = mirrored
        end
    end
    return solutions
end

-- The same count with the taken columns and diagonals as three sets.
local function count_with_sets(size, row, columns, rising, falling)
    if row > size then
        return 1
    end
    local count = 0
    for column = 1, size do
        if not (columns[column] or rising[row + column] or falling[row - column]) then
            columns[column], rising[row + column], falling[row - column] = true, true, true
            count = count + count_with_sets(size, row + 1, columns, rising, falling)
            columns[column], rising[row + column], falling[row - column] = nil, nil, nil
        end
    end
    return count
end

local function attacks(queens)
    for j = 1, #queens do
        for i = 1, j - 1 do
            if queens[i] == queens[j] or abs(queens[i] - queens[j]) == j - i then
                return true
            end
        end
    end
    return false
end

local function in_order(a, b)
    for i = 1, #a do
        if a[i] ~= b[i] then
            return a[i] < b[i]
        end
    end
    return false
end

local function is_right(solutions, size)
    if #solutions ~= count_with_sets(size, 1, {}, {}, {}) then
        return false
    end
    for i = 1, math.min(100, #solutions) do
        if attacks(solutions[i]) then
            return false
        end
    end
    for i = 2, #solutions do
        if not in_order(solutions[i - 1], solutions[i]) then
            return false
        end
    end
    return true
end

local size = math.floor(tonumber(arg[1] or 11))
if size < 1 then
    error('nqueens: the size must be at least 1')
end
solve(4)
local solutions = solve(size)
if not is_right(solutions, size) then
    error('nqueens: wrong answer at size ' .. size .. ': ' .. #solutions .. ' solutions')
end
print(string.format('%d queens: %d solutions', size, #solutions))
if #solutions > 0 then
    print(table.concat(solutions[1], ' '))
    print(table.concat(solutions[#solutions], ' '))
end
