# The module gc.
import gc

print(gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled(), gc.get_threshold(), type(gc.get_count()), len(gc.get_count()))
gc.set_threshold(500, 5, 5)
print(gc.get_threshold(), gc.get_debug(), gc.garbage, gc.callbacks)
print([gc.is_tracked(x) for x in (0, "a", 1.5, None, [], [1], {}, {"a": 1}, {"a": []}, {1}, len)])


class C:
    pass


print(gc.is_tracked(C()), gc.is_tracked(C), gc.is_finalized(C()))
value = C()
holder = [value]
print(any(x is holder for x in gc.get_referrers(value)), any(x is value for x in gc.get_referents(holder)))
print(any(x is holder for x in gc.get_objects()))
print(gc.get_referents(), [type(s) for s in gc.get_stats()], sorted(gc.get_stats()[0]))
try:
    gc.collect(3)
except ValueError as error:
    print(error)
phases = []
gc.callbacks.append(lambda phase, info: phases.append((phase, info["generation"], sorted(info))))
gc.collect()
gc.collect(1)
print(phases)
gc.callbacks.clear()
gc.freeze()
gc.unfreeze()
print(gc.DEBUG_STATS, gc.DEBUG_COLLECTABLE, gc.DEBUG_UNCOLLECTABLE, gc.DEBUG_SAVEALL, gc.DEBUG_LEAK)
