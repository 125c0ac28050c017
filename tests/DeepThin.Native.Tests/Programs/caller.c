/*
 * Calls the library as a program in C does: caller WEIGHTS DAMAGED INPUTS OUTPUTS
 * INPUTS holds samples of fashion, OUTPUTS receives the predictions, first one by one, then as a batch. Prints a line for each call that
 * shall fail: what it was, its code, and the message.
 */
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "Other_2.h"
#include "embedded.h"
#include "fashion.h"
#include "fashion.h" /* its guard */

#define IN FASHION_INPUT_LENGTH
#define OUT FASHION_OUTPUT_LENGTH
#define THREADS 16
#define ROUNDS 2000

/* The bytes that the calling thread has allocated in the library. */
long long allocated_bytes(void);

static void *model;
static float *inputs, *expected;
static size_t count;

static void require(int holds, const char *what)
{
    if (holds) return;
    char message[500];
    fashion_last_error(message, sizeof message);
    printf("FAILED %s (last message: %s)\n", what, message);
    exit(1);
}

static void show(const char *what, int code)
{
    char message[2000];
    size_t needed = fashion_last_error(message, sizeof message);
    require(code == FASHION_OK || (needed > 1 && needed <= sizeof message && strlen(message) == needed - 1), "the length of a message");
    printf("%s: %d %s\n", what, code, code == FASHION_OK ? "" : message);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    require(file != NULL, path);
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length);
    require(fread(bytes, 1, *length, file) == *length, path);
    fclose(file);
    return bytes;
}

/* Predicts with the one model, and with one of its own, and fails on purpose: another thread's message must not show. */
static void *work(void *argument)
{
    int number = (int)(intptr_t)argument;
    float output[OUT];
    char message[200], wanted[40];
    for (int round = 0; round < ROUNDS; round++)
    {
        size_t sample = (size_t)(number + round) % count;
        if (fashion_forward(model, inputs + sample * IN, IN, output, OUT) != FASHION_OK) return "a forward failed";
        if (memcmp(output, expected + sample * OUT, sizeof output) != 0) return "a thread predicts otherwise";
        if (round % 100 != 0) continue;
        if (fashion_forward(model, inputs, 1000 + (size_t)number, output, OUT) != FASHION_WRONG_LENGTH) return "a wrong length was taken";
        snprintf(wanted, sizeof wanted, "input_length is %d;", 1000 + number);
        for (int i = 0; i < 20; i++) sched_yield();
        fashion_last_error(message, sizeof message);
        if (strncmp(message, wanted, strlen(wanted)) != 0) return "the message is another thread's";
    }
    return NULL;
}

static void *release(void *argument)
{
    return fashion_free(argument) == FASHION_OK ? (void *)1 : NULL;
}

static void run_threads(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) require(pthread_create(&threads[i], NULL, work, (void *)(intptr_t)i) == 0, "a thread");
    for (int i = 0; i < THREADS; i++)
    {
        void *fault;
        pthread_join(threads[i], &fault);
        require(fault == NULL, fault == NULL ? "" : fault);
    }

    int freed = 0;
    for (int i = 0; i < THREADS; i++) require(pthread_create(&threads[i], NULL, release, model) == 0, "a thread");
    for (int i = 0; i < THREADS; i++)
    {
        void *result;
        pthread_join(threads[i], &result);
        freed += result != NULL;
    }
    require(freed == 1, "one of the threads frees the model");
}

int main(int argc, char **argv)
{
    require(argc == 5, "four arguments");
    size_t length, weights_length;
    char *weights = read_file(argv[1], &weights_length);
    inputs = (float *)read_file(argv[3], &length);
    count = length / sizeof(float) / IN;
    expected = malloc(2 * count * OUT * sizeof(float));
    float *batch = expected + count * OUT, *output = expected;
    void *handle = NULL, *other = NULL, *again = NULL;

    require(fashion_input_length() == IN && fashion_output_length() == OUT, "the lengths");
    require(fashion_last_error(NULL, 0) == 1, "no failure yet");
    require(fashion_load(argv[1], &model) == FASHION_OK && model != NULL, "load");
    require(fashion_load_memory(weights, weights_length, &handle) == FASHION_OK && handle != model, "load from memory");
    memset(weights, 0xff, weights_length);
    free(weights);
    for (size_t i = 0; i < count; i++) require(fashion_forward(i % 2 ? model : handle, inputs + i * IN, IN, expected + i * OUT, OUT) == FASHION_OK, "forward");
    require(fashion_forward_batch(model, inputs, count * IN, batch, count * OUT, count) == FASHION_OK, "a batch");
    require(fashion_forward_batch(model, inputs, 0, batch, 0, 0) == FASHION_OK, "a batch of nothing");

    long long allocated = allocated_bytes();
    for (size_t i = 0; i < count; i++) require(fashion_forward(model, inputs + i * IN, IN, expected + i * OUT, OUT) == FASHION_OK, "forward again");
    require(fashion_forward_batch(model, inputs, count * IN, batch, count * OUT, count) == FASHION_OK, "a batch again");
    require(allocated_bytes() == allocated, "predictions allocate nothing");

    FILE *file = fopen(argv[4], "wb");
    require(file != NULL && fwrite(expected, sizeof(float), 2 * count * OUT, file) == 2 * count * OUT && fclose(file) == 0, "write");

    void *none = (void *)1;
    show("no path", fashion_load(NULL, &none));
    require(none == NULL, "no handle after a failure");
    show("no place", fashion_load(argv[1], NULL));
    show("no file", fashion_load("nowhere/fashion.safetensors", &none));
    show("no name", fashion_load("", &none));
    show("folder", fashion_load("/", &none));
    show("damaged", fashion_load(argv[2], &none));
    show("no memory", fashion_load_memory(NULL, 10, &none));
    show("nothing", fashion_load_memory("", 0, &none));
    show("garbage", fashion_load_memory("garbage garbage garbage", 23, &none));
    show("half of the memory", fashion_load_memory(inputs, SIZE_MAX, &none));
    show("other weights", Other_2_load(argv[1], &none));

    show("no input", fashion_forward(model, NULL, IN, output, OUT));
    show("no output", fashion_forward(model, inputs, IN, NULL, OUT));
    show("short input", fashion_forward(model, inputs, IN - 1, output, OUT));
    show("long output", fashion_forward(model, inputs, IN, output, OUT + 1));
    show("huge input", fashion_forward(model, inputs, SIZE_MAX, output, OUT));
    show("overlap", fashion_forward(model, inputs, IN, inputs + IN - 1, OUT));
    show("overlap before", fashion_forward(model, inputs + OUT - 1, IN, inputs, OUT));
    show("no inputs", fashion_forward_batch(model, NULL, IN, output, OUT, 1));
    show("no outputs", fashion_forward_batch(model, inputs, IN, NULL, OUT, 1));
    show("short batch", fashion_forward_batch(model, inputs, 2 * IN, output, 3 * OUT, 3));
    show("long batch", fashion_forward_batch(model, inputs, 2 * IN, output, 3 * OUT, 2));
    show("part of a sample", fashion_forward_batch(model, inputs, 2 * IN + 1, output, 2 * OUT, 2));
    show("huge batch", fashion_forward_batch(model, inputs, SIZE_MAX / IN * IN, output, SIZE_MAX / IN * OUT, SIZE_MAX / IN));
    show("overlapping batch", fashion_forward_batch(model, inputs, 2 * IN, inputs + IN, 2 * OUT, 2));

    require(Other_2_load_memory("x", 1, &other) == OTHER_2_WEIGHTS, "other weights");
    show("null handle", fashion_forward(NULL, inputs, IN, output, OUT));
    show("other network", Other_2_free(model));
    require(fashion_free(handle) == FASHION_OK, "free");
    require(fashion_free(handle) == FASHION_INVALID_HANDLE, "double free");
    require(fashion_forward(handle, inputs, IN, output, OUT) == FASHION_INVALID_HANDLE, "use after free");
    require(fashion_forward_batch(handle, inputs, IN, output, OUT, 1) == FASHION_INVALID_HANDLE, "batch after free");
    for (intptr_t i = -100; i < 100; i++) require(fashion_free((void *)i) == FASHION_INVALID_HANDLE, "a small number");
    require(fashion_free(inputs) == FASHION_INVALID_HANDLE && fashion_free(&handle) == FASHION_INVALID_HANDLE, "an address");
    require(fashion_load(argv[1], &again) == FASHION_OK && again != handle, "a number of its own");
    require(fashion_free(again) == FASHION_OK, "free again");

    char small[12];
    memset(small, 'x', sizeof small);
    require(fashion_free(NULL) == FASHION_INVALID_HANDLE && fashion_last_error(small, 5) > 50, "a message that is cut");
    printf("cut: %s, then %c\n", small, small[5]);
    require(fashion_last_error(small, 0) > 50 && small[0] == '0', "no place at all");

    void *inside;
    float ones[EMBEDDED_INPUT_LENGTH], sums[EMBEDDED_OUTPUT_LENGTH];
    for (int i = 0; i < EMBEDDED_INPUT_LENGTH; i++) ones[i] = 1;
    require(embedded_load_embedded(&inside) == EMBEDDED_OK, "load what is embedded");
    require(embedded_forward(inside, ones, EMBEDDED_INPUT_LENGTH, sums, EMBEDDED_OUTPUT_LENGTH) == EMBEDDED_OK, "forward of what is embedded");
    show("no place for what is embedded", embedded_load_embedded(NULL));
    printf("embedded: %.9g\n", sums[4]);

    run_threads();
    puts("done");
    return 0;
}
