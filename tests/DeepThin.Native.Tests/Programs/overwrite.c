/*
 * Loads a file, and then others write into it, as cp does, and cut it off: overwrite FILE
 * The model predicts as before, and what is loaded meanwhile is a whole model or a code.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fashion.h"

static void require(int holds, const char *what)
{
    if (holds) return;
    char message[500];
    fashion_last_error(message, sizeof message);
    printf("FAILED %s (last message: %s)\n", what, message);
    exit(1);
}

static void overwrite(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    require(file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0, "write");
}

int main(int argc, char **argv)
{
    require(argc == 2, "one argument");
    static float input[FASHION_INPUT_LENGTH], before[FASHION_OUTPUT_LENGTH], after[FASHION_OUTPUT_LENGTH];
    static char bytes[1 << 20];
    void *model, *other;
    for (int i = 0; i < FASHION_INPUT_LENGTH; i++) input[i] = (float)(i % 7) - 3;
    FILE *file = fopen(argv[1], "rb");
    require(file != NULL, "open");
    size_t length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);

    require(fashion_load(argv[1], &model) == FASHION_OK, "load");
    require(fashion_forward(model, input, FASHION_INPUT_LENGTH, before, FASHION_OUTPUT_LENGTH) == FASHION_OK, "forward");
    for (size_t cut = 0; cut < length; cut += 97)
    {
        memset(bytes + length - 16, (int)cut, 16);
        overwrite(argv[1], bytes, cut);
        require(fashion_load(argv[1], &other) == FASHION_WEIGHTS, "a file that is cut off");
        require(fashion_forward(model, input, FASHION_INPUT_LENGTH, after, FASHION_OUTPUT_LENGTH) == FASHION_OK, "forward again");
        require(memcmp(before, after, sizeof before) == 0, "another prediction");
    }

    require(fashion_free(model) == FASHION_OK, "free");
    puts("done");
    return 0;
}
