# Unit tests of the machine, under the values that the axes name: make test-unit VALUE=boxed
unit_tests   := gc int dict set str opgen
unit_folder  := build/unit-$(VALUE)-$(compiler)$(vm_options)
unit_objects := $(frontend_objects) $(filter-out %/main.o,$(vm_objects)) $(bin)/dispatch.o

.PHONY: test-unit
test-unit: $(unit_tests:%=$(unit_folder)/test_%)
	@for test in $^; do $$test || exit 1; done

$(unit_folder)/test_%: tests/unit/test_%.c $(unit_objects)
	$(compile) $(vm_defines) -DPROBE=0 $(LDFLAGS_ALL) -o $@ $< $(unit_objects) $(LDLIBS_VM) -lcmocka

-include $(wildcard build/unit-*/*.d)
