# The goals of bench/.
include bench/native/targets.mk
include bench/audit.mk
include bench/report.mk
include bench/diverge.mk
include bench/ab.mk
include bench/compare.mk
include bench/micro.mk
include bench/counts.mk
include bench/profile.mk
include bench/steps.mk
include bench/whole.mk
include bench/ladder.mk
include bench/frontend.mk

include bench/inject.mk
include bench/aa.mk
