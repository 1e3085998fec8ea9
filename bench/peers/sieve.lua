-- sieve: the primes up to n by Eratosthenes.
local function primes_up_to(limit)
    local is_prime, primes = {}, {}
    for n = 0, limit do
        is_prime[n] = true
    end
    for n = 2, limit do
        if is_prime[n] then
            primes[#primes + 1] = n
            for multiple = n * n, limit, n do
                is_prime[multiple] = false
            end
        end
    end
    return primes
end

-- Count and sum without a sieve: strike out of the totals of 2..v, for the values v = limit / k
-- alone, what each prime is the smallest divisor of.
local function prime_count_and_sum(limit)
    local floor = math.floor
    local values, count, total = {}, {}, {}
    local k = 1
    while k <= limit do
        values[#values + 1] = floor(limit / k)
        k = floor(limit / floor(limit / k)) + 1
    end
    for _, v in ipairs(values) do
        count[v] = v - 1
        total[v] = floor(v * (v + 1) / 2) - 1
    end
    local p = 2
    while p * p <= limit do
        if count[p] ~= count[p - 1] then
            local below, below_total = count[p - 1], total[p - 1]
            for _, v in ipairs(values) do
                if v < p * p then
                    break
                end
                count[v] = count[v] - (count[floor(v / p)] - below)
                total[v] = total[v] - p * (total[floor(v / p)] - below_total)
            end
        end
        p = p + 1
    end
    return count[limit], total[limit]
end

local size = math.floor(tonumber(arg[1] or 3000000))
if size < 1 then
    error('sieve: the size must be at least 1')
end
primes_up_to(100)
local primes = primes_up_to(size)
local sum = 0
for _, prime in ipairs(primes) do
    sum = sum + prime
end
local count, total = prime_count_and_sum(size)
if #primes ~= count or sum ~= total then
    error('sieve: wrong answer at size ' .. size .. ': ' .. #primes .. ', ' .. sum)
end
print(string.format('%d primes up to %d, their sum %d', #primes, size, sum))
local last = {}
for i = math.max(1, #primes - 4), #primes do
    last[#last + 1] = string.format('%d', primes[i])
end
print('the last ones: ' .. table.concat(last, ' '))
