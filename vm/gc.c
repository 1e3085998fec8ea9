// The collector: mark and sweep over pages of 32 KiB, nothing moves.
//
// One bit per granule of 16 bytes, in a table beside the heap, marks the first granule of a live
// cell. After marking, a page without a mark goes back to the pool at once; the others wait in a
// queue per kind and class and are swept when an allocation needs cells, so that a page is in the
// processor's cache when its cells are handed out. Every queue is emptied before the next marking
// begins, so no dead object is ever looked at: a free cell of objects has header zero, one of
// Values is all zero behind its first two words.
#include "vm/gc.h"

#include "vm/frame.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "vm/error.h"
#include "vm/object.h"
#include "vm/sanitize.h"
#include "vm/types/str.h"

#define PAGE_LOG      15
#define PAGE_SIZE     ((size_t)1 << PAGE_LOG)
#define GRANULE_LOG   4
#define PAGE_GRANULES (PAGE_SIZE >> GRANULE_LOG)
#define PAGE_WORDS    (PAGE_GRANULES / 64) // of mark bits
#define CLASS_COUNT   (GC_SMALL_COUNT + 10)
#define CELL_SIZE_MAX 16384 // larger blocks take whole pages
#define RESERVE_MOST  ((size_t)64 << 30)
#define RESERVE_LEAST ((size_t)16 << 20)
#define COMMIT_LEAST  ((size_t)1 << 20)
#define NO_PAGE       UINT32_MAX
#define THRESHOLD_MIN ((size_t)13 << 17) // bytes handed out between two collections, at least
#define SERIALS_LEAST 256
#define MARK_KEEP     ((size_t)1 << 20) // bytes of mark stack that stay resident

enum { PAGE_FREE, PAGE_SMALL, PAGE_LARGE, PAGE_LARGE_REST };

typedef struct {
    uint8_t state, kind, size_class;
    bool clean;    // reads as zeros: never used, or given back to the system
    uint32_t next; // small: in its queue; large: pages of the block; rest: the block's first page
} Page;

typedef struct {
    Object *object;
    uint64_t serial;
} Serial;

struct Heap {
    HeapMarks marking; // first, see gc.h
    char *base;        // the same in other types
    size_t size;       // bytes reserved
    uint64_t *marks;
    uintptr_t *stack; // objects still to trace; low bit set: a block of Values
    size_t depth, capacity;
    Vm *vm;
    Page *pages;
    uint32_t page_count; // reserved
    uint32_t committed;  // readable and writable, from the start
    uint32_t first_free; // no free page lies below
    uint32_t run_cursor; // where the search for pages in a row goes on
    uint32_t free_count; // free pages below committed
    bool overflowed;     // the mark stack was full: look for marked objects again
    bool careful;        // every allocation comes here, see gc_careful
    size_t threshold, allocated, live, live_large;
    uint64_t allocated_before; // bytes handed out up to the last collection
    uint64_t ticks;            // allocations counted for stress
    FreeCell *free[CELL_KINDS][CLASS_COUNT];
    uint32_t queue[CELL_KINDS][CLASS_COUNT]; // pages to be swept
    Serial *serials;
    size_t serial_room, serial_count;
    uint64_t next_serial;
    void **roots;
    size_t root_count, root_room;
    GcHook hooks[GC_HOOKS];
    size_t hook_count;
    void *reserved;
    size_t reserved_size;
    uint64_t collections;
};

static const uint16_t coarse_sizes[] = {640, 768, 1024, 1280, 1632, 2048, 3264, 4096, 8192, 16384};
static uint16_t class_sizes[CLASS_COUNT];
static uint32_t class_reciprocals[CLASS_COUNT]; // ceil(2^32 / size)

// --- classes ----------------------------------------------------------------------------------

static void classes_init(void) {
    for (size_t index = 1; index < GC_SMALL_COUNT; index++)
        class_sizes[index] = (uint16_t)(index * GC_GRANULE);
    class_sizes[0] = GC_GRANULE;
    for (size_t index = GC_SMALL_COUNT; index < CLASS_COUNT; index++)
        class_sizes[index] = coarse_sizes[index - GC_SMALL_COUNT];
    for (size_t index = 0; index < CLASS_COUNT; index++) {
        uint64_t size = class_sizes[index];
        class_reciprocals[index] = (uint32_t)((((uint64_t)1 << 32) + size - 1) / size);
    }
}

static inline size_t class_of(size_t size) {
    if (size <= GC_SMALL_MAX) return size ? (size + GC_GRANULE - 1) / GC_GRANULE : 1;
    size_t index = GC_SMALL_COUNT;
    while (class_sizes[index] < size) index++;
    return index;
}

static inline size_t class_cells(size_t size_class) {
    return PAGE_SIZE / class_sizes[size_class];
}

// --- pages ------------------------------------------------------------------------------------

static inline char *page_start(const Heap *heap, uint32_t page) {
    return heap->base + ((size_t)page << PAGE_LOG);
}

static inline uint64_t *page_marks(const Heap *heap, uint32_t page) {
    return heap->marks + (size_t)page * PAGE_WORDS;
}

// Makes at least `count` more pages usable.
static bool commit(Heap *heap, uint32_t count) {
    uint32_t left = heap->page_count - heap->committed;
    uint32_t wish = (uint32_t)(COMMIT_LEAST >> PAGE_LOG);
    if (heap->committed / 8 > wish) wish = heap->committed / 8;
    if (wish < count) wish = count;
    if (wish > left) wish = left;
    if (count > left) return false;
    char *start = page_start(heap, heap->committed);
    if (mprotect(start, (size_t)wish << PAGE_LOG, PROT_READ | PROT_WRITE) != 0) {
        wish = count;
        if (mprotect(start, (size_t)wish << PAGE_LOG, PROT_READ | PROT_WRITE) != 0) return false;
    }
    for (uint32_t page = heap->committed; page < heap->committed + wish; page++)
        heap->pages[page] = (Page){.state = PAGE_FREE, .clean = true};
    heap->committed += wish;
    heap->free_count += wish;
    return true;
}

static uint32_t take_page(Heap *heap) {
    if (!heap->free_count && !commit(heap, 1)) return NO_PAGE;
    uint32_t page = heap->first_free;
    while (heap->pages[page].state != PAGE_FREE) page++;
    heap->first_free = page + 1;
    heap->free_count--;
    return page;
}

// The first of `count` free pages in a row, or NO_PAGE. The last free pages before the end of the
// usable ones are joined with new ones.
static uint32_t take_run(Heap *heap, uint32_t count) {
    uint32_t start = heap->run_cursor, page = start;
    if (start < heap->first_free) start = page = heap->first_free;
    for (; page < heap->committed && page - start < count; page++)
        if (heap->pages[page].state != PAGE_FREE) start = page + 1;
    if (start > heap->committed) start = heap->committed;
    if (page - start < count) {
        uint32_t present = heap->committed - start;
        if (!commit(heap, count - present)) return NO_PAGE;
    }
    heap->run_cursor = start + count;
    if (start == heap->first_free) heap->first_free = start + count;
    heap->free_count -= count;
    return start;
}

static void release_pages(Heap *heap, uint32_t start, uint32_t count) {
    for (uint32_t page = start; page < start + count; page++)
        heap->pages[page] = (Page){.state = PAGE_FREE, .clean = heap->pages[page].clean};
    heap->free_count += count;
}

// Gives free pages from the end back to the system, so that `keep` used ones at most stay.
static void give_back(Heap *heap, size_t keep) {
    size_t used = 0;
    for (uint32_t page = 0; page < heap->committed; page++)
        used += heap->pages[page].state == PAGE_FREE && !heap->pages[page].clean;
    if (used <= keep + 8) return;
    size_t surplus = used - keep;
    uint32_t end = heap->committed;
    while (surplus && end) {
        while (end && (heap->pages[end - 1].state != PAGE_FREE || heap->pages[end - 1].clean))
            end--;
        uint32_t start = end;
        while (start && surplus && heap->pages[start - 1].state == PAGE_FREE &&
               !heap->pages[start - 1].clean) {
            start--;
            surplus--;
        }
        if (start < end &&
            madvise(page_start(heap, start), (size_t)(end - start) << PAGE_LOG, MADV_DONTNEED) == 0)
            for (uint32_t page = start; page < end; page++) heap->pages[page].clean = true;
        end = start;
    }
}

// --- from any pointer to its cell ---------------------------------------------------------------

// The cell with this byte, or NULL. Writes its page (of a large block: the first).
static char *cell_at(const Heap *heap, uintptr_t address, uint32_t *place) {
    size_t offset = address - (uintptr_t)heap->base;
    uint32_t page = (uint32_t)(offset >> PAGE_LOG);
    if (offset >= heap->size || page >= heap->committed) return NULL;
    const Page *info = &heap->pages[page];
    *place = page;
    switch (info->state) {
    case PAGE_SMALL: {
        uint32_t inside = (uint32_t)(offset & (PAGE_SIZE - 1));
        uint32_t index = (uint32_t)(((uint64_t)inside * class_reciprocals[info->size_class]) >> 32);
        if (index >= class_cells(info->size_class)) return NULL;
        return page_start(heap, page) + (size_t)index * class_sizes[info->size_class];
    }
    case PAGE_LARGE_REST: *place = page = info->next; return page_start(heap, page);
    case PAGE_LARGE: return page_start(heap, page);
    default: return NULL;
    }
}

static size_t cell_size(const Heap *heap, uint32_t page) {
    const Page *info = &heap->pages[page];
    return info->state == PAGE_SMALL ? class_sizes[info->size_class]
                                     : (size_t)info->next << PAGE_LOG;
}

// Only one heap exists in a process.
static Heap *only_heap;

size_t gc_room(const void *pointer) {
    uint32_t page;
    char *cell = cell_at(only_heap, (uintptr_t)pointer, &page);
    return cell ? (size_t)(cell + cell_size(only_heap, page) - (const char *)pointer) : 0;
}

size_t gc_block_size(const void *block) {
    return gc_room(block);
}

// --- marking ----------------------------------------------------------------------------------

// Sets the mark of the cell at `offset`; true if it was clear.
static inline bool mark_set(Heap *heap, size_t offset) {
    uint64_t *word = &heap->marks[offset >> (GRANULE_LOG + 6)];
    uint64_t bit = (uint64_t)1 << ((offset >> GRANULE_LOG) & 63);
    if (*word & bit) return false;
    *word |= bit;
    return true;
}

static inline void push(Heap *heap, uintptr_t entry) {
    if (unlikely(heap->depth == heap->capacity)) {
        heap->overflowed = true;
        return;
    }
    heap->stack[heap->depth++] = entry;
}

// Numbers refer to nothing, nor do strings that own their characters; their types' trace is for
// other strings and for instances of subclasses.
static inline bool is_leaf(const Object *object) {
    if (object->shape_id <= SHAPE_COMPLEX) return true;
    if (object->shape_id == SHAPE_STR) return !(object->bits & STR_SHARED);
    const Type *type = shape_types[object->shape_id];
    return (!type || !type->trace) && object->shape_id < SHAPE_FIRST_DYNAMIC;
}

void gc_mark_new(Heap *heap, Object *object) {
    if (!is_leaf(object)) push(heap, (uintptr_t)object);
}

static inline void mark_value(Heap *heap, Value value) {
    size_t offset = (size_t)((uintptr_t)value - (uintptr_t)heap->base);
    if (offset >= heap->size || !is_object(value) || !mark_set(heap, offset)) return;
    if (!is_leaf(object_of(value))) push(heap, (uintptr_t)value);
}

static void mark_cell(Heap *heap, char *cell, uint32_t page) {
    switch (heap->pages[page].kind) {
    case CELL_OBJECT:
        if (((FreeCell *)cell)->header != 0) mark_value(heap, (Value)cell);
        break;
    case CELL_VALUES:
        if (mark_set(heap, (size_t)(cell - heap->base))) push(heap, (uintptr_t)cell | 1);
        break;
    default: mark_set(heap, (size_t)(cell - heap->base));
    }
}

void gc_mark_block(Heap *heap, const void *block) {
    uint32_t page;
    char *cell = cell_at(heap, (uintptr_t)block, &page);
    if (cell) mark_cell(heap, cell, page);
}

// Most Values of long lists are immediates, static or marked already: those pass in a few
// instructions.
static void mark_values(Heap *heap, const Value *values, size_t count) {
    uintptr_t base = (uintptr_t)heap->base, size = heap->size;
    uint64_t *marks = heap->marks;
    for (const Value *end = values + count; values < end; values++) {
        uintptr_t offset = (uintptr_t)*values - base;
        if (likely(offset >= size) || !is_object(*values)) continue;
        uint64_t *word = &marks[offset >> (GRANULE_LOG + 6)];
        uint64_t bit = (uint64_t)1 << (offset >> GRANULE_LOG & 63);
        if (*word & bit) continue;
        *word |= bit;
        if (!is_leaf(object_of(*values))) push(heap, (uintptr_t)*values);
    }
}

void gc_mark_values(Heap *heap, const Value *values, size_t count) {
    mark_values(heap, values, count);
}

static void trace_object(Heap *heap, Object *object) {
    Type *type = shape_types[object->shape_id];
    if (!type) return;
    if (object->shape_id >= SHAPE_FIRST_DYNAMIC) mark_value(heap, (Value)type);
    if (type->trace) type->trace(heap, object);
}

static void drain(Heap *heap) {
    while (heap->depth) {
        uintptr_t entry = heap->stack[--heap->depth];
        if (entry & 1) {
            Value *values = (Value *)(entry - 1);
            uint32_t page = (uint32_t)(((uintptr_t)values - (uintptr_t)heap->base) >> PAGE_LOG);
            mark_values(heap, values, cell_size(heap, page) / sizeof(Value));
        } else {
            trace_object(heap, (Object *)entry);
        }
    }
}

// After an overflow some marked objects have not been traced: trace all of them once more.
static void trace_marked(Heap *heap) {
    for (uint32_t page = 0; page < heap->committed; page++) {
        const Page *info = &heap->pages[page];
        if ((info->state != PAGE_SMALL && info->state != PAGE_LARGE) || info->kind == CELL_RAW)
            continue;
        for (size_t word = 0; word < PAGE_WORDS; word++) {
            uint64_t bits = page_marks(heap, page)[word];
            for (; bits; bits &= bits - 1) {
                size_t granule = word * 64 + (size_t)__builtin_ctzll(bits);
                char *cell = page_start(heap, page) + (granule << GRANULE_LOG);
                if (info->kind == CELL_VALUES)
                    mark_values(heap, (Value *)cell, cell_size(heap, page) / sizeof(Value));
                else
                    trace_object(heap, (Object *)cell);
                drain(heap);
            }
        }
    }
}

// A word of the C stack: it may point to any byte of a cell, or one past its end.
static void mark_word(Heap *heap, uintptr_t word) {
    if (word - (uintptr_t)heap->base > heap->size || !value_may_be_pointer(word)) return;
    uint32_t page;
    char *cell = cell_at(heap, word, &page);
    if (cell) mark_cell(heap, cell, page);
    if ((uintptr_t)cell == word || !cell) {
        cell = cell_at(heap, word - 1, &page);
        if (cell) mark_cell(heap, cell, page);
    }
}

__attribute__((no_sanitize_address)) void gc_mark_words(Heap *heap, const void *low,
                                                        const void *high) {
    for (const uintptr_t *word = low; word < (const uintptr_t *)high; word++)
        mark_word(heap, *word);
}

__attribute__((noinline)) static void scan_from_here(Heap *heap) {
    gc_mark_words(heap, __builtin_frame_address(0), heap->vm->c_base);
}

// Registers that callers still use are stored in this frame, above the one that scans.
__attribute__((noinline)) static void scan_c_stack(Heap *heap) {
    __builtin_unwind_init();
    scan_from_here(heap);
    __asm__ volatile("" ::: "memory");
}

void gc_mark_frames(Heap *heap, Frame *first, Frame *last) {
    if (!first || !last) return;
    for (Frame *frame = first; frame <= last; frame++) {
        mark_value(heap, (Value)frame->code);
        mark_value(heap, (Value)frame->globals);
        if (frame->flags & FRAME_LOCALS || (frame->code && !(frame->code->flags & CODE_OPTIMIZED)))
            mark_value(heap, (Value)frame->names);
        mark_value(heap, (Value)frame_generator(frame));
        if (frame->locals && frame->saved_sp > frame->locals)
            mark_values(heap, frame->locals, (size_t)(frame->saved_sp - frame->locals));
    }
}

bool gc_is_marked(const Heap *heap, const void *object) {
    size_t offset = (size_t)((uintptr_t)object - (uintptr_t)heap->base);
    if (offset >= heap->size) return true;
    return heap->marks[offset >> (GRANULE_LOG + 6)] >> ((offset >> GRANULE_LOG) & 63) & 1;
}

void gc_mark_now(Heap *heap, Value value) {
    mark_value(heap, value);
    drain(heap);
    while (heap->overflowed) {
        heap->overflowed = false;
        trace_marked(heap);
    }
}

void gc_mark_referents(Heap *heap, Object *object) {
    trace_object(heap, object);
    gc_mark_now(heap, VALUE_NULL);
}

// --- sweeping ---------------------------------------------------------------------------------

// Chains `count` cells that lie side by side, after `*tail`; answers where the next one is to be
// hung. Header and link are written by one store.
static inline FreeCell **chain(FreeCell **tail, char *cell, size_t count, size_t size) {
    typedef uint64_t Pair __attribute__((vector_size(16)));
    *tail = (FreeCell *)cell;
    Pair pair = {0, (uint64_t)cell + size}, step = {0, size};
    for (size_t index = 0; index < count; index++, cell += size, pair += step) *(Pair *)cell = pair;
    return &((FreeCell *)(cell - size))->next;
}

// Cells of one granule: a bit each, taken in runs.
static FreeCell **sweep_granules(const uint64_t *marks, char *cell, FreeCell **tail,
                                 size_t *count) {
    for (size_t word = 0; word < PAGE_WORDS; word++, cell += 64 * GC_GRANULE) {
        uint64_t bits = ~marks[word];
        *count += (size_t)__builtin_popcountll(bits);
        while (bits) {
            unsigned start = (unsigned)__builtin_ctzll(bits);
            uint64_t above = ~(bits >> start);
            unsigned run = above ? (unsigned)__builtin_ctzll(above) : 64;
            tail = chain(tail, cell + (size_t)start * GC_GRANULE, run, GC_GRANULE);
            if (start + run >= 64) break;
            bits &= ~(uint64_t)0 << (start + run);
        }
    }
    return tail;
}

static FreeCell **sweep_cells(const uint64_t *marks, char *cell, FreeCell **tail, size_t *count,
                              size_t size, bool clear) {
    size_t cells = PAGE_SIZE / size, step = size >> GRANULE_LOG;
    for (size_t index = 0, granule = 0; index < cells; index++, granule += step, cell += size) {
        if (marks[granule >> 6] >> (granule & 63) & 1) continue;
        FreeCell *free = (FreeCell *)cell;
        free->header = 0;
        if (clear) memset(free + 1, 0, size - sizeof(FreeCell));
        *tail = free;
        tail = &free->next;
        ++*count;
    }
    return tail;
}

// Threads the cells without a mark, in address order; answers how many.
static size_t sweep_page(Heap *heap, uint32_t page, FreeCell **list) {
    const Page *info = &heap->pages[page];
    const uint64_t *marks = page_marks(heap, page);
    char *cell = page_start(heap, page);
    size_t size = class_sizes[info->size_class], count = 0;
    FreeCell **tail;
    if (size == GC_GRANULE)
        tail = sweep_granules(marks, cell, list, &count);
    else if (size == 2 * GC_GRANULE && info->kind == CELL_OBJECT)
        tail = sweep_cells(marks, cell, list, &count, 2 * GC_GRANULE, false);
    else
        tail = sweep_cells(marks, cell, list, &count, size, info->kind == CELL_VALUES);
    *tail = NULL;
    return count;
}

static void thread_page(Heap *heap, uint32_t page, size_t size_class, CellKind kind,
                        FreeCell **list) {
    size_t size = class_sizes[size_class];
    Page *info = &heap->pages[page];
    char *cell = page_start(heap, page);
    if (kind == CELL_VALUES && !info->clean) memset(cell, 0, PAGE_SIZE);
    *info = (Page){PAGE_SMALL, (uint8_t)kind, (uint8_t)size_class, false, NO_PAGE};
    *chain(list, cell, class_cells(size_class), size) = NULL;
}

// Brings every page's free cells into order before marks are cleared.
static void sweep_rest(Heap *heap) {
    for (size_t kind = 0; kind < CELL_KINDS; kind++) {
        for (size_t size_class = 0; size_class < CLASS_COUNT; size_class++) {
            uint32_t page = heap->queue[kind][size_class];
            for (; page != NO_PAGE; page = heap->pages[page].next) {
                FreeCell *list;
                sweep_page(heap, page, &list);
            }
            heap->queue[kind][size_class] = NO_PAGE;
        }
    }
}

// Decides over each page: back to the pool, or to be swept. Sums up what lives.
static void sort_pages(Heap *heap) {
    heap->live = heap->live_large = 0;
    for (uint32_t page = heap->committed; page-- > 0;) {
        Page *info = &heap->pages[page];
        const uint64_t *marks = page_marks(heap, page);
        if (info->state == PAGE_SMALL) {
            size_t count = 0;
            for (size_t word = 0; word < PAGE_WORDS; word++)
                if (marks[word]) count += (size_t)__builtin_popcountll(marks[word]);
            if (count == 0) {
                release_pages(heap, page, 1);
                continue;
            }
            heap->live += count * class_sizes[info->size_class];
            info->next = heap->queue[info->kind][info->size_class];
            heap->queue[info->kind][info->size_class] = page;
        } else if (info->state == PAGE_LARGE) {
            if (marks[0] & 1)
                heap->live_large += (size_t)info->next << PAGE_LOG;
            else
                release_pages(heap, page, info->next);
        }
    }
    heap->first_free = heap->run_cursor = 0;
}

// --- serial numbers ---------------------------------------------------------------------------

static size_t serial_hash(const Object *object, size_t room) {
    return (size_t)((((uintptr_t)object >> GRANULE_LOG) * 0x9e3779b97f4a7c15u) >> 20) & (room - 1);
}

static Serial *serial_find(Serial *serials, size_t room, const Object *object) {
    size_t place = serial_hash(object, room);
    while (serials[place].object && serials[place].object != object)
        place = (place + 1) & (room - 1);
    return &serials[place];
}

// Moves the entries that `keep` says into a table of `room` places.
static bool serials_rebuild(Heap *heap, size_t room, bool only_marked) {
    Serial *serials = calloc(room, sizeof *serials);
    if (!serials) return false;
    size_t count = 0;
    for (size_t place = 0; place < heap->serial_room; place++) {
        Serial *entry = &heap->serials[place];
        if (!entry->object || (only_marked && !gc_is_marked(heap, entry->object))) continue;
        *serial_find(serials, room, entry->object) = *entry;
        count++;
    }
    free(heap->serials);
    heap->serials = serials;
    heap->serial_room = room;
    heap->serial_count = count;
    return true;
}

uint64_t gc_serial(Vm *vm, Object *object) {
    Heap *heap = vm->heap;
    if (heap->serial_count * 2 >= heap->serial_room) {
        size_t room = heap->serial_room ? heap->serial_room * 2 : SERIALS_LEAST;
        if (!serials_rebuild(heap, room, false)) {
            error_memory(vm);
            return 0;
        }
    }
    Serial *entry = serial_find(heap->serials, heap->serial_room, object);
    if (!entry->object) {
        *entry = (Serial){object, ++heap->next_serial};
        heap->serial_count++;
    }
    return entry->serial;
}

// Forgets the numbers of dead objects. Without memory for a new table the dead are removed one by
// one.
static void serials_sweep(Heap *heap) {
    size_t dead = 0;
    for (size_t place = 0; place < heap->serial_room; place++)
        dead += heap->serials[place].object && !gc_is_marked(heap, heap->serials[place].object);
    if (!dead) return;
    size_t room = heap->serial_room;
    while (room > SERIALS_LEAST && (heap->serial_count - dead) * 4 < room) room /= 2;
    if (serials_rebuild(heap, room, true)) return;
    for (size_t place = 0; place < heap->serial_room; place++) {
        size_t hole = place;
        if (!heap->serials[hole].object || gc_is_marked(heap, heap->serials[hole].object)) continue;
        heap->serials[hole].object = NULL;
        heap->serial_count--;
        for (size_t next = (hole + 1) & (room - 1); heap->serials[next].object;
             next = (next + 1) & (room - 1)) {
            Serial moved = heap->serials[next];
            heap->serials[next].object = NULL;
            *serial_find(heap->serials, heap->serial_room, moved.object) = moved;
        }
        place--; // what moved into the hole has not been looked at
    }
}

// --- collecting -------------------------------------------------------------------------------

static size_t list_size(const FreeCell *cell, size_t size_class) {
    size_t size = 0;
    for (; cell; cell = cell->next) size += class_sizes[size_class];
    return size;
}

// The bytes of the cells that were counted as allocated when their list was filled but lie there
// still.
static size_t unused_bytes(const Vm *vm) {
    size_t size = 0;
    for (size_t size_class = 1; size_class < GC_SMALL_COUNT; size_class++)
        size += list_size(vm->lists.free[size_class], size_class);
    for (size_t kind = 0; kind < CELL_KINDS; kind++)
        for (size_t size_class = 0; size_class < CLASS_COUNT; size_class++)
            size += list_size(vm->heap->free[kind][size_class], size_class);
    return size;
}

void gc_collect(Vm *vm) {
    Heap *heap = vm->heap;
    size_t unused = unused_bytes(vm);
    COUNT_COLLECTION();
    sweep_rest(heap);
    memset(heap->marks, 0, (size_t)heap->committed * PAGE_WORDS * sizeof(uint64_t));
    memset(heap->free, 0, sizeof heap->free);
    memset(&vm->lists, 0, sizeof vm->lists);

    vm_mark_roots(vm, heap);
    for (size_t index = 0; index < heap->root_count; index++)
        gc_mark_block(heap, *(void **)heap->roots[index]);
    gc_mark_frames(heap, vm->frames, vm->frame);
    scan_c_stack(heap);
    gc_mark_now(heap, VALUE_NULL);
    for (size_t index = 0; index < heap->hook_count; index++) heap->hooks[index](vm, heap);
    gc_mark_now(heap, VALUE_NULL);

    serials_sweep(heap);
    sort_pages(heap);
    heap->allocated_before += heap->allocated - unused;
    heap->allocated = 0;
    // A large block costs little to mark and much to leave lying about.
    heap->threshold = THRESHOLD_MIN + heap->live / 2 + heap->live_large / 8;
    heap->collections++;
    COUNT_COLLECTED();
    give_back(heap, heap->threshold >> PAGE_LOG);
    if (heap->capacity * sizeof *heap->stack > MARK_KEEP)
        madvise((char *)heap->stack + MARK_KEEP, heap->capacity * sizeof *heap->stack - MARK_KEEP,
                MADV_DONTNEED);
}

// A list of free cells of one class, counted as allocated; NULL when the heap is full.
static FreeCell *refill(Heap *heap, CellKind kind, size_t size_class) {
    FreeCell *list = NULL;
    size_t count = 0;
    uint32_t *queue = &heap->queue[kind][size_class];
    while (!count && *queue != NO_PAGE) {
        uint32_t page = *queue;
        *queue = heap->pages[page].next;
        count = sweep_page(heap, page, &list);
    }
    if (!count) {
        uint32_t page = take_page(heap);
        if (page == NO_PAGE) return NULL;
        thread_page(heap, page, size_class, kind, &list);
        count = class_cells(size_class);
    }
    heap->allocated += count * class_sizes[size_class];
    return list;
}

static void *alloc_large(Heap *heap, CellKind kind, size_t size) {
    if (size > heap->size) return NULL;
    uint32_t count = (uint32_t)((size + PAGE_SIZE - 1) >> PAGE_LOG);
    uint32_t start = take_run(heap, count);
    if (start == NO_PAGE) return NULL;
    char *block = page_start(heap, start);
    for (uint32_t page = start; page < start + count; page++) {
        Page *info = &heap->pages[page];
        if (kind == CELL_VALUES && !info->clean) memset(page_start(heap, page), 0, PAGE_SIZE);
        *info = (Page){PAGE_LARGE_REST, (uint8_t)kind, 0, false, start};
    }
    heap->pages[start].state = PAGE_LARGE;
    heap->pages[start].next = count;
    if (kind == CELL_OBJECT) *(uint64_t *)block = 0;
    heap->allocated += (size_t)count << PAGE_LOG;
    return block;
}

// In careful mode no list is left where handlers pop from it.
static void lists_move(Vm *vm, Heap *heap) {
    for (size_t size_class = 1; size_class < GC_SMALL_COUNT; size_class++) {
        FreeCell **list = &vm->lists.free[size_class];
        FreeCell **tail = &heap->free[CELL_OBJECT][size_class];
        while (*tail) tail = &(*tail)->next;
        *tail = *list;
        *list = NULL;
    }
}

void gc_careful(Vm *vm) {
    vm->heap->careful = true;
    lists_move(vm, vm->heap);
}

static void *try_once(Vm *vm, CellKind kind, size_t size) {
    Heap *heap = vm->heap;
    if (size > CELL_SIZE_MAX) return alloc_large(heap, kind, size);
    size_t size_class = class_of(size);
    FreeCell **list = kind == CELL_OBJECT && size_class < GC_SMALL_COUNT && !heap->careful
                          ? &vm->lists.free[size_class]
                          : &heap->free[kind][size_class];
    FreeCell *cell = *list;
    if (!cell) {
        cell = refill(heap, kind, size_class);
        if (!cell) return NULL;
    }
    *list = cell->next;
    if (kind == CELL_VALUES) cell->next = NULL;
    return cell;
}

// Counts an allocation for -X fail-alloc and for stress; false: it has to fail.
static bool careful_step(Vm *vm, Heap *heap) {
    if (!heap->careful) gc_careful(vm);
    if (vm->fail_alloc && --vm->fail_alloc == 0) return false;
    if (vm->stress && ++heap->ticks % vm->stress == 0) gc_collect(vm);
    return true;
}

void *gc_alloc_slow(Vm *vm, CellKind kind, size_t size) {
    Heap *heap = vm->heap;
    if (unlikely(vm->stress || vm->fail_alloc) && !careful_step(vm, heap)) {
        error_memory(vm);
        return NULL;
    }
    // A block so large that it makes the collection due is itself not yet garbage.
    bool large = size > CELL_SIZE_MAX;
    if (heap->allocated + (large ? size : 0) >= heap->threshold && heap->allocated >= PAGE_SIZE)
        gc_collect(vm);
    void *cell = try_once(vm, kind, size);
    if (unlikely(!cell)) {
        gc_collect(vm);
        cell = try_once(vm, kind, size);
        if (!cell) error_memory(vm);
    }
    if (cell) COUNT_ALLOCATION(kind, size);
    return cell;
}

bool gc_extend(Vm *vm, void *block, size_t size) {
    Heap *heap = vm->heap;
    uint32_t start;
    char *cell = cell_at(heap, (uintptr_t)block, &start);
    if (!cell || cell != block || size > heap->size) return false;
    if (size <= cell_size(heap, start)) return true;
    Page *info = &heap->pages[start];
    if (info->state != PAGE_LARGE) return false;
    uint32_t old = info->next, count = (uint32_t)((size + PAGE_SIZE - 1) >> PAGE_LOG);
    uint32_t page = start + old;
    if (start + (size_t)count > heap->page_count) return false;
    while (page < heap->committed && page < start + count && heap->pages[page].state == PAGE_FREE)
        page++;
    if (page < start + count && (page < heap->committed || !commit(heap, start + count - page)))
        return false;
    for (page = start + old; page < start + count; page++) {
        if (info->kind == CELL_VALUES && !heap->pages[page].clean)
            memset(page_start(heap, page), 0, PAGE_SIZE);
        heap->pages[page] = (Page){PAGE_LARGE_REST, info->kind, 0, false, start};
    }
    info->next = count;
    heap->free_count -= count - old;
    heap->allocated += (size_t)(count - old) << PAGE_LOG;
    heap->allocated_before += (size_t)old << PAGE_LOG; // as if it had moved
    return true;
}

// --- start and end ----------------------------------------------------------------------------

bool gc_add_root(Vm *vm, void *address) {
    Heap *heap = vm->heap;
    if (heap->root_count == heap->root_room) {
        size_t room = heap->root_room ? heap->root_room * 2 : 16;
        void **roots = realloc(heap->roots, room * sizeof *roots);
        if (!roots) {
            error_memory(vm);
            return false;
        }
        heap->roots = roots;
        heap->root_room = room;
    }
    heap->roots[heap->root_count++] = address;
    return true;
}

// --- looking around -----------------------------------------------------------------------------
// Between collections, once everything is swept, the marks mean nothing and serve as notes.

void gc_each(Vm *vm, GcVisitor visit, void *context) {
    Heap *heap = vm->heap;
    sweep_rest(heap);
    for (uint32_t page = 0; page < heap->committed; page++) {
        const Page *info = &heap->pages[page];
        bool small = info->state == PAGE_SMALL;
        if (info->kind != CELL_OBJECT || (!small && info->state != PAGE_LARGE)) continue;
        size_t cells = small ? class_cells(info->size_class) : 1;
        char *cell = page_start(heap, page);
        for (size_t i = 0; i < cells; i++, cell += cell_size(heap, page))
            if (((FreeCell *)cell)->header) visit((Object *)cell, context);
    }
}

static void mark_clear(Heap *heap, const void *cell) {
    size_t offset = (size_t)((uintptr_t)cell - (uintptr_t)heap->base);
    if (offset < heap->size)
        heap->marks[offset >> (GRANULE_LOG + 6)] &=
            ~((uint64_t)1 << ((offset >> GRANULE_LOG) & 63));
}

// Leaves on the mark stack what the object refers to, blocks of its own seen through; leaves of the
// heap's graph are only marked.
static void look_into(Heap *heap, Object *object) {
    heap->depth = 0;
    trace_object(heap, object);
    for (size_t i = 0; i < heap->depth; i++) {
        if (!(heap->stack[i] & 1)) continue;
        Value *values = (Value *)(heap->stack[i] - 1);
        mark_values(heap, values, gc_room(values) / sizeof(Value));
    }
}

static void forget_marks(Heap *heap) {
    while (heap->depth) mark_clear(heap, (void *)(heap->stack[--heap->depth] & ~(uintptr_t)1));
    heap->overflowed = false;
}

typedef struct {
    Heap *heap;
    Object *object;
    GcVisitor visit;
    void *context;
} Look;

static void visit_marked(Object *object, void *context) {
    Look *look = context;
    if (gc_is_marked(look->heap, object)) look->visit(object, look->context);
}

void gc_each_referent(Vm *vm, Object *object, GcVisitor visit, void *context) {
    Look look = {vm->heap, object, visit, context};
    sweep_rest(vm->heap);
    memset(vm->heap->marks, 0, (size_t)vm->heap->committed * PAGE_WORDS * sizeof(uint64_t));
    look_into(vm->heap, object);
    gc_each(vm, visit_marked, &look);
    forget_marks(vm->heap);
}

static void visit_referrer(Object *object, void *context) {
    Look *look = context;
    mark_clear(look->heap, look->object);
    look_into(look->heap, object);
    bool refers = gc_is_marked(look->heap, look->object);
    forget_marks(look->heap);
    if (refers) look->visit(object, look->context);
}

void gc_each_referrer(Vm *vm, Object *object, GcVisitor visit, void *context) {
    Look look = {vm->heap, object, visit, context};
    sweep_rest(vm->heap);
    memset(vm->heap->marks, 0, (size_t)vm->heap->committed * PAGE_WORDS * sizeof(uint64_t));
    gc_each(vm, visit_referrer, &look);
}

void gc_add_hook(Vm *vm, GcHook hook) {
    vm->heap->hooks[vm->heap->hook_count++] = hook;
}

void gc_limit_mark_stack(Vm *vm, size_t entries) {
    vm->heap->capacity = entries;
}

uint64_t gc_bytes_allocated(const Vm *vm) {
    return vm->heap->allocated_before + vm->heap->allocated - unused_bytes(vm);
}

uint64_t gc_collections(const Vm *vm) {
    return vm->heap->collections;
}

static size_t round_up(size_t size, size_t unit) {
    return (size + unit - 1) / unit * unit;
}

// One reservation: cells, marks (1/128), page records, mark stack (1/64).
static bool reserve(Heap *heap, size_t size) {
    size_t align = (size_t)2 << 20;
    size_t marks = round_up(size / 128, 4096),
           pages = round_up((size >> PAGE_LOG) * sizeof(Page), 4096);
    size_t stack = round_up(size / 64, 4096), beside = round_up(marks + pages + stack, align);
    size_t total = size + beside + align;
    char *start = mmap(NULL, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) return false;
    char *base = (char *)round_up((uintptr_t)start, align);
    char *tables = base + size;
    if (mprotect(tables, marks + pages + stack, PROT_READ | PROT_WRITE) != 0) {
        munmap(start, total);
        return false;
    }
    heap->reserved = start;
    heap->reserved_size = total;
    heap->base = base;
    heap->size = size;
    heap->marks = (uint64_t *)tables;
    heap->marking = (HeapMarks){(uintptr_t)base, size, heap->marks};
    heap->pages = (Page *)(tables + marks);
    heap->stack = (uintptr_t *)(tables + marks + pages);
    heap->capacity = stack / sizeof *heap->stack;
    heap->page_count = (uint32_t)(size >> PAGE_LOG);
    return true;
}

extern void *__libc_stack_end;

bool gc_init(Vm *vm) {
    classes_init();
    Heap *heap = calloc(1, sizeof *heap);
    if (!heap) return false;
    size_t size = RESERVE_MOST;
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        while (size > RESERVE_LEAST && size > limit.rlim_cur / 2) size /= 2;
    while (!reserve(heap, size)) {
        size /= 2;
        if (size < RESERVE_LEAST) {
            free(heap);
            return false;
        }
    }
    for (size_t kind = 0; kind < CELL_KINDS; kind++)
        for (size_t size_class = 0; size_class < CLASS_COUNT; size_class++)
            heap->queue[kind][size_class] = NO_PAGE;
    heap->threshold = THRESHOLD_MIN;
    heap->vm = vm;
    vm->heap = heap;
    if (!vm->c_base) vm->c_base = __libc_stack_end;
    only_heap = heap;
    return true;
}

void gc_free(Vm *vm) {
    Heap *heap = vm->heap;
    if (!heap) return;
    munmap(heap->reserved, heap->reserved_size);
    free(heap->serials);
    free(heap->roots);
    free(heap);
    vm->heap = only_heap = NULL;
    memset(&vm->lists, 0, sizeof vm->lists);
}

#ifdef ADDRESS_SANITIZER
// Locals must lie on the stack that is scanned.
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_stack_use_after_return=0:detect_leaks=0";
}
#endif
