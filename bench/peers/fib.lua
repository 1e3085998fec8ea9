-- fib: the n-th Fibonacci number by its definition.
local function fib(n)
    if n < 2 then
        return n
    end
    return fib(n - 1) + fib(n - 2)
end

-- The same number in log n steps: F(2k) and F(2k+1) from F(k) and F(k+1).
local function fib_by_doubling(n)
    local bits = {}
    while n > 0 do
        bits[#bits + 1] = n % 2
        n = math.floor(n / 2)
    end
    local a, b = 0, 1
    for i = #bits, 1, -1 do
        a, b = a * (2 * b - a), a * a + b * b
        if bits[i] == 1 then
            a, b = b, a + b
        end
    end
    return a
end

local size = math.floor(tonumber(arg[1] or 32))
if size < 1 then
    error('fib: the size must be at least 1')
end
fib(10)
local answer = fib(size)
if answer ~= fib_by_doubling(size) then
    error('fib: wrong answer at size ' .. size .. ': ' .. answer)
end
print(string.format('fib(%d) = %d', size, answer))
