-- trees: many short-lived binary trees beside one that lives. Allocation and collection.
local LEAST_DEPTH = 4

local Node = {}
Node.__index = Node

function Node.new(left, right)
    return setmetatable({left = left, right = right}, Node)
end

function Node:count()
    if self.left == nil then
        return 1
    end
    return 1 + self.left:count() + self.right:count()
end

local function make_tree(depth)
    if depth == 0 then
        return Node.new(nil, nil)
    end
    return Node.new(make_tree(depth - 1), make_tree(depth - 1))
end

local function power_of_two(exponent)
    return math.floor(2 ^ exponent)
end

-- Count the nodes of half as many trees at each next but one depth, then of the old tree.
local function run(depth)
    local lasting, lines = make_tree(depth), {}
    for short = LEAST_DEPTH, depth, 4 do
        local trees, nodes = power_of_two(depth - short), 0
        for _ = 1, trees do
            nodes = nodes + make_tree(short):count()
        end
        lines[#lines + 1] = {trees, short, nodes}
    end
    lines[#lines + 1] = {1, depth, lasting:count()}
    return lines
end

local size = math.floor(tonumber(arg[1] or 16))
if size < 1 then
    error('trees: the size must be at least 1')
end
run(3)
local lines = run(size)
for _, line in ipairs(lines) do
    if line[3] ~= line[1] * (power_of_two(line[2] + 1) - 1) then
        error('trees: ' .. line[3] .. ' nodes in ' .. line[1] .. ' trees of depth ' .. line[2])
    end
end
for _, line in ipairs(lines) do
    print(string.format('%d of depth %d: %d nodes', line[1], line[2], line[3]))
end
