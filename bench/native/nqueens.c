// nqueens: all ways to put n queens on a board, by backtracking.
#include "bench/native/twin.h"

#include <stdbool.h>
#include <string.h>

typedef struct {
    int size;
    int *queens;    // the column of the queen in each row
    int *solutions; // one after the other, size columns each
    long count, capacity;
} Board;

static bool safe(const int *queens, int placed, int column) {
    int distance = placed;
    for (int row = 0; row < placed; row++) {
        if (queens[row] == column || abs(queens[row] - column) == distance) return false;
        distance--;
    }
    return true;
}

// Room for one more solution.
static int *new_solution(Board *board) {
    if (board->count == board->capacity) {
        board->capacity = board->capacity ? 2 * board->capacity : 64;
        board->solutions =
            twin_allocate(board->solutions, (size_t)(board->capacity * board->size) * sizeof(int));
    }
    return board->solutions + board->count++ * board->size;
}

static void place(Board *board, int placed) {
    if (placed == board->size) {
        memcpy(new_solution(board), board->queens, (size_t)board->size * sizeof(int));
        return;
    }
    for (int column = 0; column < board->size; column++) {
        if (!safe(board->queens, placed, column)) continue;
        board->queens[placed] = column;
        place(board, placed + 1);
    }
}

// All solutions in order; those that begin in the right half mirror those of the left.
static void solve(Board *board, long size) {
    *board = (Board){.size = (int)size};
    board->queens = twin_allocate(NULL, (size_t)size * sizeof(int));
    for (int column = 0; column < (size + 1) / 2; column++) {
        board->queens[0] = column;
        place(board, 1);
    }
    for (long i = board->count - 1; i >= 0; i--) {
        if (board->solutions[i * size] >= size / 2) continue;
        int *mirrored = new_solution(board);
        const int *queens = board->solutions + i * size;
        for (int row = 0; row < size; row++) mirrored[row] = (int)size - 1 - queens[row];
    }
    free(board->queens);
}

static void print_solution(const Board *board, long number) {
    const int *queens = board->solutions + number * board->size;
    for (int row = 0; row < board->size; row++) printf(row ? " %d" : "%d", queens[row]);
    printf("\n");
}

int main(int argc, char **argv) {
    long size = twin_size(argc, argv, 11);
    Board board;
    solve(&board, 4);
    free(board.solutions);
    int64_t start = twin_clock(&size);
    solve(&board, size);
    int64_t end = twin_clock(&board);
    printf("%ld queens: %ld solutions\n", size, board.count);
    if (board.count > 0) {
        print_solution(&board, 0);
        print_solution(&board, board.count - 1);
    }
    free(board.solutions);
    twin_report(end - start);
}
