# The goals of bench/.
include bench/native/targets.mk
