/*
 * Predicts on several threads while the weights are replaced by those of two files in turn: update FIRST SECOND RUNNING
 * Each prediction is that of one of the two.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "update.h" /* of the page */

#define THREADS 4
#define UPDATES 300

static float input[FASHION_INPUT_LENGTH], expected[2][FASHION_OUTPUT_LENGTH];
static atomic_int stopped;

static void require(int holds, const char *what)
{
    if (holds) return;
    char message[500];
    fashion_last_error(message, sizeof message);
    printf("FAILED %s (last message: %s)\n", what, message);
    exit(1);
}

static void *work(void *argument)
{
    (void)argument;
    float output[FASHION_OUTPUT_LENGTH];
    while (!atomic_load(&stopped))
    {
        if (predict(input, output) != FASHION_OK) return "a prediction failed";
        if (memcmp(output, expected[0], sizeof output) != 0 && memcmp(output, expected[1], sizeof output) != 0) return "a prediction of neither file";
    }
    return NULL;
}

int main(int argc, char **argv)
{
    require(argc == 4, "three arguments");
    static char bytes[2][1 << 20];
    size_t lengths[2];
    for (int i = 0; i < FASHION_INPUT_LENGTH; i++) input[i] = (float)(i % 7) - 3;
    for (int i = 0; i < 2; i++)
    {
        FILE *file = fopen(argv[1 + i], "rb");
        require(file != NULL, argv[1 + i]);
        lengths[i] = fread(bytes[i], 1, sizeof bytes[i], file);
        fclose(file);
        require(update(argv[3], bytes[i], lengths[i]) == FASHION_OK, "an update");
        require(predict(input, expected[i]) == FASHION_OK, "a prediction");
    }
    require(memcmp(expected[0], expected[1], sizeof expected[0]) != 0, "two networks");

    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) require(pthread_create(&threads[i], NULL, work, NULL) == 0, "a thread");
    for (int i = 0; i < UPDATES; i++) require(update(argv[3], bytes[i % 2], lengths[i % 2]) == FASHION_OK, "an update");
    require(update(argv[3], "no weights", 10) == FASHION_WEIGHTS, "an update that fails");
    atomic_store(&stopped, 1);
    for (int i = 0; i < THREADS; i++)
    {
        void *fault;
        pthread_join(threads[i], &fault);
        require(fault == NULL, fault == NULL ? "" : fault);
    }
    puts("done");
    return 0;
}
