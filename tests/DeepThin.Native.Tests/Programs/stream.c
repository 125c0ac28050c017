/*
 * Follows sequences as a program in C does: stream WEIGHTS OTHER TAGGER INPUTS OUTPUTS
 * INPUTS holds a sequence for voice and tagger, OUTPUTS receives the predictions of voice, first step by step, then in pieces of three values, the last part of them by a session that goes on
 * from a state which was saved, and then as a whole; and the one of tagger, which takes whole sequences alone. Prints a line for each call that shall fail.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tagger.h"
#include "voice.h"

#define IN VOICE_INPUT_LENGTH
#define OUT VOICE_OUTPUT_LENGTH

static void require(int holds, const char *what)
{
    if (holds) return;
    char message[500];
    voice_last_error(message, sizeof message);
    printf("FAILED %s (last message: %s)\n", what, message);
    exit(1);
}

static void show(const char *what, int code)
{
    char message[500];
    voice_last_error(message, sizeof message);
    printf("%s: %d%s%s\n", what, code, code == VOICE_OK ? "" : " ", code == VOICE_OK ? "" : message);
}

static float *read_floats(const char *path, size_t *count)
{
    FILE *file = fopen(path, "rb");
    require(file != NULL, path);
    fseek(file, 0, SEEK_END);
    *count = (size_t)ftell(file) / sizeof(float);
    rewind(file);
    float *values = malloc(*count * sizeof(float));
    require(fread(values, sizeof(float), *count, file) == *count, path);
    fclose(file);
    return values;
}

int main(int argc, char **argv)
{
    require(argc == 6, "five arguments");
    void *model, *other, *tagger, *session, *next;
    require(voice_load(argv[1], &model) == VOICE_OK && voice_load(argv[2], &other) == VOICE_OK && tagger_load(argv[3], &tagger) == TAGGER_OK, "load");
    size_t count;
    float *inputs = read_floats(argv[4], &count);
    size_t steps = count / IN, taken = 0, done;
    size_t results = 3 * steps * OUT + TAGGER_OUTPUT_LENGTH;
    float *outputs = malloc(results * sizeof(float)), *last = outputs + 3 * steps * OUT;
    require(voice_forward_sequence(model, inputs, count, outputs + 2 * steps * OUT, steps * OUT) == VOICE_OK, "whole");
    require(tagger_forward_sequence(tagger, inputs, count, last, TAGGER_OUTPUT_LENGTH) == TAGGER_OK, "whole of tagger");

    require(voice_session_create(model, &session) == VOICE_OK, "create");
    for (size_t t = 0; t < steps; t++) require(voice_session_step(session, inputs + t * IN, IN, outputs + t * OUT, OUT) == VOICE_OK, "step");

    require(voice_session_reset(session) == VOICE_OK, "reset");
    unsigned char state[VOICE_STATE_BYTES];
    float *pushed = outputs + steps * OUT;
    for (size_t i = 0; i < count; i += 3)
    {
        size_t some = count - i < 3 ? count - i : 3;
        require(voice_session_push(session, inputs + i, some, taken < steps ? pushed + taken * OUT : NULL, (steps - taken) * OUT, &done) == VOICE_OK, "push");
        taken += done;
        if (i != 30) continue;
        require(voice_session_save(session, state, sizeof state) == VOICE_OK, "save");
        require(voice_session_create(model, &next) == VOICE_OK && voice_session_restore(next, state, sizeof state) == VOICE_OK, "restore");
        require(voice_session_free(session) == VOICE_OK, "free");
        session = next;
        voice_free(model);
    }

    require(taken == steps, "all steps");
    FILE *file = fopen(argv[5], "wb");
    require(file != NULL && fwrite(outputs, sizeof(float), results, file) == results && fclose(file) == 0, argv[5]);

    float y[OUT], x[IN] = {0};
    show("no whole steps", voice_forward_sequence(other, inputs, IN + 1, outputs, OUT));
    show("no steps", voice_forward_sequence(other, inputs, 0, outputs, 0));
    show("no room", voice_forward_sequence(other, inputs, 2 * IN, outputs, OUT));
    show("null", voice_session_step(session, NULL, IN, y, OUT));
    show("length", voice_session_step(session, x, IN - 1, y, OUT));
    show("room", voice_session_push(session, x, IN, y, OUT - 1, &done));
    show("part", voice_session_push(session, x, 1, NULL, 0, &done));
    show("step behind a part", voice_session_step(session, x, IN, y, OUT));
    show("small", voice_session_save(session, state, 7));
    require(voice_session_create(other, &next) == VOICE_OK, "create");
    show("other weights", voice_session_restore(next, state, sizeof state));
    show("no state", voice_session_restore(next, x, sizeof x));
    x[0] = NAN;
    require(voice_session_step(next, x, IN, y, OUT) == VOICE_OK, "step");
    show("not a number", voice_session_save(next, state, sizeof state));
    show("reset", voice_session_reset(next));
    show("a model", voice_session_step(other, x, IN, y, OUT));
    show("free", voice_session_free(next));
    printf("again: %d\n", voice_session_free(next));
    voice_session_free(session);
    voice_free(other);
    tagger_free(tagger);
    return 0;
}
