# What each compiler needs to keep the jumps a strategy promises (the audit is the proof, not these).
# They apply to the dispatch object alone. Sets dispatch_flags from $(DISPATCH) and $(compiler).
#
# gcc goto, direct    gcse and cross-jumping merge the equal ends of small handlers: 35 jumps for
#                     44 written at 40 trivial opcodes.
# clang goto, direct  all computed gotos are first merged into one, and copied back only where the
#                     block has few enough predecessors and the body is small enough: 1 of 40, 12 of
#                     281 at 200 opcodes. Loop unrolling and vectors in bodies make it give up again.
# clang switch        the one jump is copied into the cases when it is small: 12 jumps at 12 opcodes.
flags-goto-gcc     := -fno-gcse -fno-crossjumping
flags-direct-gcc   := $(flags-goto-gcc)
flags-goto-clang   := -mllvm -tail-dup-pred-size=5000 -mllvm -tail-dup-succ-size=5000 \
                      -mllvm -tail-dup-indirect-size=200 \
                      -fno-vectorize -fno-slp-vectorize -fno-unroll-loops
flags-direct-clang := $(flags-goto-clang)
flags-switch-clang := -mllvm -tail-dup-indirect-size=0

# Where the dispatch that all handlers of `switch` share lies in two lines of 64 bytes, programs take
# 13 to 22 % longer (bench/README.md, "Layout K"). It is the head of the loop. The others have no such
# loop: what fills up a line before one of theirs would only be counted where it is run.
flags-places   := -falign-functions=64 $(if $(filter switch,$(DISPATCH)),-falign-loops=64)

# The audit takes the names of handlers from the enumeration of opcodes, so DWARF must hold it.
flags-names    := -fno-eliminate-unused-debug-types
# A strategy of a new name gets those of goto, which do no harm to other shapes.
flags-kin      := $(if $(filter switch table goto direct tail,$(DISPATCH)),$(DISPATCH),goto)
dispatch_flags := $(flags-$(flags-kin)-$(compiler)) $(flags-names) $(flags-places)
