// Sums over what a probe counted at one site or at all of them.
#include "bench/counts.h"

double counts_sum(const cJSON *object, const char *name) {
    double sum = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, json_get(object, name)) sum += item->valuedouble;
    return sum;
}

double counts_created(const cJSON *site) {
    return counts_sum(site, "made") + counts_sum(site, "avoided");
}

double counts_checks(const cJSON *site) {
    double sum = 0;
    const cJSON *kind;
    cJSON_ArrayForEach(kind, json_get(site, "checks")) sum +=
        json_number(kind, "yes") + json_number(kind, "no");
    return sum;
}
