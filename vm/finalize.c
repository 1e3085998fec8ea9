// Finalizers: who has one, who is dead, and running them. See finalize.h.
#include "vm/finalize.h"

#include <stdlib.h>
#include <string.h>

#include "vm/error.h"
#include "vm/generator.h"
#include "vm/names.h"
#include "vm/type.h"
#include "vm/types/dict.h"
#include "vm/types/list.h"
#include "vm/types/memoryview.h"
#include "vm/types/str.h"
#include "vm/types/weakref.h"

// Something to be done: callback(argument), or, where there is no argument, the end of `callee`.
typedef struct {
    Value callee, argument;
} Job;

typedef struct Finalizers {
    Value *watched, *dead; // in the order they were made; `dead` is the collector's scratch
    size_t watched_count, watched_room;
    Job *jobs; // those from first_job on are still to be done
    size_t first_job, job_count, job_room;
    size_t promised; // jobs that may come at the next collection, besides the watched ones
    bool running;
} Finalizers;

// --- who has a finalizer ------------------------------------------------------------------------

// Room for what the next collection may note, and `more` besides.
static bool reserve_jobs(Vm *vm, Finalizers *all, size_t more) {
    size_t needed = all->job_count + all->watched_count + all->promised + more;
    if (needed <= all->job_room) return true;
    Job *jobs = realloc(all->jobs, needed * 2 * sizeof *jobs);
    if (!jobs) return error_memory(vm), false;
    all->jobs = jobs;
    all->job_room = needed * 2;
    return true;
}

bool finalize_watch(Vm *vm, Value object) {
    Finalizers *all = vm->finalizers;
    if (all->watched_count == all->watched_room) {
        size_t room = all->watched_room * 2 + 64;
        Value *watched = realloc(all->watched, room * sizeof *watched);
        if (watched) all->watched = watched;
        Value *dead = watched ? realloc(all->dead, room * sizeof *dead) : NULL;
        if (!dead) return error_memory(vm), false;
        all->dead = dead;
        all->watched_room = room;
    }
    if (!reserve_jobs(vm, all, 1)) return false;
    all->watched[all->watched_count++] = object;
    return true;
}

bool finalize_promise(Vm *vm) {
    if (!reserve_jobs(vm, vm->finalizers, 1)) return false;
    vm->finalizers->promised++;
    return true;
}

void finalize_unpromise(Vm *vm) {
    vm->finalizers->promised--;
}

void finalize_note(Vm *vm, Value callback, Value argument) {
    Finalizers *all = vm->finalizers;
    all->jobs[all->job_count++] = (Job){callback, argument};
    vm->pending |= PENDING_FINALIZERS;
}

void finalize_mark(Vm *vm, Heap *heap) {
    const Finalizers *all = vm->finalizers;
    for (size_t i = all ? all->first_job : 0; all && i < all->job_count; i++) {
        gc_mark_value(heap, all->jobs[i].callee);
        gc_mark_value(heap, all->jobs[i].argument);
    }
}

bool finalize_is_done(Vm *vm, Value object) {
    const Finalizers *all = vm->finalizers;
    if (!is_object(object) || !(type_of(object)->flags & TYPE_FINALIZED)) return false;
    for (size_t i = 0; i < all->watched_count; i++)
        if (all->watched[i] == object) return false;
    return true;
}

// --- who is dead --------------------------------------------------------------------------------

static bool is_generator(Value object) {
    return is_sendable(object) || has_shape(object, SHAPE_ASYNC_GENERATOR);
}

static bool has_end(Value object) {
    return !is_generator(object) || generator_has_end((const Generator *)object_of(object));
}

// A GcHook: notes the dead ones, and keeps them, with all they refer to, until they have been
// finalized.
static void find_dead(Vm *vm, Heap *heap) {
    Finalizers *all = vm->finalizers;
    size_t dead_count = 0, kept = 0;
    for (size_t i = 0; i < all->watched_count; i++) {
        Value object = all->watched[i];
        bool alive = gc_is_marked(heap, object_of(object));
        if (!alive && has_end(object)) all->dead[dead_count++] = object;
        if (alive || has_end(object)) all->watched[kept++] = object;
    }
    all->watched_count = kept;
    if (!dead_count) return;
    // Those that no other refers to go first. Where there are none, they refer to each other in
    // rings: then all go.
    for (size_t i = 0; i < dead_count; i++)
        if (!gc_is_marked(heap, object_of(all->dead[i])))
            gc_mark_referents(heap, object_of(all->dead[i]));
    bool all_in_rings = true;
    for (size_t i = 0; i < dead_count; i++)
        all_in_rings &= gc_is_marked(heap, object_of(all->dead[i]));
    size_t next = 0, first = all->job_count;
    kept = 0;
    for (size_t i = 0; i < all->watched_count; i++) {
        Value object = all->watched[i];
        bool dead = next < dead_count && all->dead[next] == object;
        next += dead;
        if (dead && (all_in_rings || !gc_is_marked(heap, object_of(object))))
            finalize_note(vm, object, VALUE_NULL);
        else
            all->watched[kept++] = object;
    }
    all->watched_count = kept;
    for (size_t i = first; i < all->job_count; i++) gc_mark_now(heap, all->jobs[i].callee);
}

bool finalize_init(Vm *vm) {
    vm->finalizers = calloc(1, sizeof *vm->finalizers);
    if (!vm->finalizers) return false;
    // In this order: what a finalizer will see is not dead for weak references and views.
    gc_add_hook(vm, find_dead);
    gc_add_hook(vm, weakref_sweep);
    gc_add_hook(vm, memoryview_sweep);
    return true;
}

// --- running ------------------------------------------------------------------------------------

static void do_job(Vm *vm, Job job) {
    Value where = job.callee, result = VALUE_END;
    if (job.argument) {
        result = object_call_1(vm, job.callee, job.argument);
    } else if (is_generator(job.callee)) {
        if (!generator_end(vm, (Generator *)object_of(job.callee))) result = VALUE_ERROR;
    } else {
        where = type_lookup(vm, type_of(job.callee), name_of(vm, del));
        result = object_call_special(vm, job.callee, name_of(vm, del), NULL, 0);
    }
    if (is_error(result)) error_report_ignored(vm, NULL, where);
}

size_t finalize_run(Vm *vm) {
    Finalizers *all = vm->finalizers;
    vm->pending &= ~PENDING_FINALIZERS;
    if (all->running) return 0; // the loop below goes on with what was noted meanwhile
    Value raised = vm->raised, handled = vm->handled;
    bool reraised = vm->reraised;
    vm->raised = VALUE_NULL;
    all->running = true;
    size_t done = 0;
    for (; all->first_job < all->job_count; done++) do_job(vm, all->jobs[all->first_job++]);
    all->first_job = all->job_count = 0;
    all->running = false;
    vm->raised = raised;
    vm->handled = handled;
    vm->reraised = reraised;
    return done;
}

// What calls that are over have left on the C stack would be taken for references.
__attribute__((noinline, no_sanitize_address)) static void wipe_stack(void) {
    volatile char room[1 << 14];
    for (size_t i = 0; i < sizeof room; i++) room[i] = 0;
}

size_t finalize_collect(Vm *vm) {
    enum { ROUNDS_MOST = 100000 }; // of a __del__ that makes another object with a __del__
    size_t done = 0, before = 0;
    for (size_t round = 0; round < ROUNDS_MOST; round++, before = done) {
        wipe_stack();
        gc_collect(vm);
        done += finalize_run(vm);
        if (done == before) break;
    }
    return done;
}

// --- the end ------------------------------------------------------------------------------------

// Could the end of this value be the end of something that has a finalizer?
static bool may_end(Value value) {
    return is_object(value) && !is_str(value) && !has_shape(value, SHAPE_FUNCTION) &&
           !has_shape(value, SHAPE_MODULE) && !has_shape(value, SHAPE_TYPE) &&
           !has_shape(value, SHAPE_NATIVE);
}

// As CPython clears a module: names with one underscore first, then the others, each to None.
static void clear_names(Vm *vm, Dict *dict, bool underscore) {
    Value names = list_from(vm, value_of(dict));
    if (is_error(names)) {
        error_clear(vm);
        return;
    }
    for (size_t i = 0; i < list_of(names)->count && vm->finalizers->watched_count; i++) {
        Value name = list_of(names)->items[i];
        if (!is_str_like(name) || name == value_of(name_of(vm, builtins))) continue;
        Str *text = str_of(name);
        bool single =
            text->length && str_at(text, 0) == '_' && !(text->length > 1 && str_at(text, 1) == '_');
        if (single != underscore) continue;
        Value value = dict_get_str(vm, dict, text);
        if (value == VALUE_END || !may_end(value)) continue;
        if (!dict_set_str(vm, dict, text, VALUE_NONE)) error_clear(vm);
        finalize_collect(vm);
    }
}

void finalize_shutdown(Vm *vm) {
    Finalizers *all = vm->finalizers;
    if (!all->watched_count && all->first_job == all->job_count) return;
    finalize_collect(vm);
    Value main = dict_get_str(vm, vm->modules, name_of(vm, main));
    if (main != VALUE_END && has_shape(main, SHAPE_MODULE)) {
        clear_names(vm, ((Module *)object_of(main))->dict, true);
        clear_names(vm, ((Module *)object_of(main))->dict, false);
    }
    size_t count = all->watched_count;
    all->watched_count = 0;
    for (size_t i = 0; i < count; i++)
        if (has_end(all->watched[i])) finalize_note(vm, all->watched[i], VALUE_NULL);
    finalize_run(vm);
}
