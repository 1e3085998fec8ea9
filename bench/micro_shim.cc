// The only C++ of the house: what a C harness needs of Google Benchmark, behind C names.
#include "bench/micro_shim.h"

#include <benchmark/benchmark.h>

namespace {
benchmark::State *state_of(ShimState *state) {
    return reinterpret_cast<benchmark::State *>(state);
}
} // namespace

void shim_start(int *count, char **words) {
    benchmark::Initialize(count, words);
}

void shim_context(const char *key, const char *value) {
    benchmark::AddCustomContext(key, value);
}

void shim_register(const char *name, uint64_t iterations,
                   void (*benchmark)(ShimState *state, void *data), void *data) {
    benchmark::RegisterBenchmark(name,
                                 [benchmark, data](benchmark::State &state) {
                                     benchmark(reinterpret_cast<ShimState *>(&state), data);
                                 })
        ->Iterations(static_cast<benchmark::IterationCount>(iterations))
        ->UseRealTime();
}

bool shim_time(ShimState *state, bool (*iteration)(void *data), void *data) {
    bool good = true;
    for (auto _ : *state_of(state)) {
        good = iteration(data);
        if (!good) {
            state_of(state)->SkipWithError("an iteration failed");
            break;
        }
    }
    return good;
}

void shim_counter(ShimState *state, const char *name, double value) {
    state_of(state)->counters[name] = value;
}

void shim_label(ShimState *state, const char *text) {
    state_of(state)->SetLabel(text);
}

void shim_fail(ShimState *state, const char *reason) {
    state_of(state)->SkipWithError(reason);
}

void shim_run(void) {
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
