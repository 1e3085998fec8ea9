-- fannkuch: flip the first k cards of a deck, k being the top one, until 1 is on top; over all
-- permutations, how many flips at most, and the sum of flips, even permutations less odd ones.

-- Walk the permutations by Heap's method.
local function fannkuch(size)
    local deck, counters, flipped = {}, {}, {}
    for i = 0, size - 1 do
        deck[i], counters[i] = i + 1, 0
    end
    local most, signed_sum, sign = 0, 0, 1
    while true do
        local top = deck[0]
        if top ~= 1 then
            for i = 0, size - 1 do
                flipped[i] = deck[i]
            end
            local flips = 0
            while top ~= 1 do
                local low, high = 0, top - 1
                while low < high do
                    flipped[low], flipped[high] = flipped[high], flipped[low]
                    low, high = low + 1, high - 1
                end
                flips = flips + 1
                top = flipped[0]
            end
            if flips > most then
                most = flips
            end
            signed_sum = signed_sum + sign * flips
        end
        local i = 1
        while i < size and counters[i] == i do
            counters[i] = 0
            i = i + 1
        end
        if i == size then
            return most, signed_sum
        end
        local j = i % 2 == 1 and counters[i] or 0
        deck[i], deck[j] = deck[j], deck[i]
        counters[i] = counters[i] + 1
        sign = -sign
    end
end

-- The deck with a card put in at a place, counted from 1.
local function with_card(deck, card, at)
    local result = {}
    for i = 1, at - 1 do
        result[i] = deck[i]
    end
    result[at] = card
    for i = at, #deck do
        result[i + 1] = deck[i]
    end
    return result
end

local function flip(deck, k)
    local result = {}
    for i = 1, #deck do
        result[i] = i <= k and deck[k + 1 - i] or deck[i]
    end
    return result
end

-- The same from the end: every deck with 1 on top is the root of a tree of decks that come to it;
-- a card k that lies at place k may have come there by the last flip.
local function fannkuch_backwards(size)
    local most, signed_sum, visited = 0, 0, 0
    local pending = {{{1}, 0, 1}}
    for card = 2, size do
        local next_roots = {}
        for _, root in ipairs(pending) do
            local deck = root[1]
            for at = 2, #deck + 1 do
                local sign = (#deck + 1 - at) % 2 == 0 and root[3] or -root[3]
                next_roots[#next_roots + 1] = {with_card(deck, card, at), 0, sign}
            end
        end
        pending = next_roots
    end
    while #pending > 0 do
        local entry = pending[#pending]
        pending[#pending] = nil
        local deck, flips, sign = entry[1], entry[2], entry[3]
        visited = visited + 1
        if flips > most then
            most = flips
        end
        signed_sum = signed_sum + sign * flips
        for k = 2, size do
            if deck[k] == k then
                local flip_sign = math.floor(k * (k - 1) / 2) % 2 == 1 and -1 or 1
                pending[#pending + 1] = {flip(deck, k), flips + 1, sign * flip_sign}
            end
        end
    end
    local expected = 1
    for k = 2, size do
        expected = expected * k
    end
    if visited == expected then
        return most, signed_sum
    end
end

local size = math.floor(tonumber(arg[1] or 9))
if size < 1 then
    error('fannkuch: the size must be at least 1')
end
fannkuch(4)
local most, signed_sum = fannkuch(size)
local most_again, sum_again = fannkuch_backwards(size)
if most ~= most_again or signed_sum ~= sum_again then
    error('fannkuch: wrong answer at size ' .. size .. ': ' .. most .. ', ' .. signed_sum)
end
print(string.format('%d cards: %d flips at most, signed sum %d', size, most, signed_sum))
