"""Calls the library from Python: caller.py LIBRARY WEIGHTS INPUTS OUTPUTS"""
import array
import ctypes
import sys
import threading

library_path, weights, inputs_path, outputs_path = sys.argv[1:]
library = ctypes.CDLL(library_path)
size, pointer = ctypes.c_size_t, ctypes.c_void_p
library.fashion_load.argtypes = [ctypes.c_char_p, ctypes.POINTER(pointer)]
library.fashion_load_memory.argtypes = [ctypes.c_char_p, size, ctypes.POINTER(pointer)]
library.fashion_forward.argtypes = [pointer, pointer, size, pointer, size]
library.fashion_forward_batch.argtypes = [pointer, pointer, size, pointer, size, size]
library.fashion_free.argtypes = [pointer]
library.fashion_last_error.argtypes = [ctypes.c_char_p, size]
library.fashion_last_error.restype = size


def message():
    buffer = ctypes.create_string_buffer(library.fashion_last_error(None, 0))
    library.fashion_last_error(buffer, len(buffer))
    return buffer.value.decode()


def check(code):
    if code != 0:
        raise RuntimeError(f"{code}: {message()}")


width, results = library.fashion_input_length(), library.fashion_output_length()
values = array.array("f", open(inputs_path, "rb").read())
count = len(values) // width
inputs = (ctypes.c_float * len(values)).from_buffer(values)
one, batch = (ctypes.c_float * (count * results))(), (ctypes.c_float * (count * results))()

model = pointer()
check(library.fashion_load(weights.encode(), ctypes.byref(model)))
for i in range(count):
    check(library.fashion_forward(model, ctypes.addressof(inputs) + 4 * i * width, width, ctypes.addressof(one) + 4 * i * results, results))
check(library.fashion_forward_batch(model, inputs, len(inputs), batch, len(batch), count))
open(outputs_path, "wb").write(bytes(one) + bytes(batch))

faults = []


def work():
    mine = (ctypes.c_float * results)()
    for i in range(300):
        sample = i % count
        code = library.fashion_forward(model, ctypes.addressof(inputs) + 4 * sample * width, width, mine, results)
        if code != 0 or bytes(mine) != bytes(one)[4 * sample * results:4 * (sample + 1) * results]:
            faults.append(code)


threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("faults", len(faults))

none = pointer()
print("missing", library.fashion_load("größe/nichts.safetensors".encode(), ctypes.byref(none)), none.value, "größe/nichts.safetensors" in message())
print("damaged", library.fashion_load_memory(b"\x08\0\0\0\0\0\0\0{}", 10, ctypes.byref(none)), none.value)
print("null", library.fashion_forward(model, None, width, one, results), message())
print("length", library.fashion_forward(model, inputs, width + 1, one, results))
print("free", library.fashion_free(model), library.fashion_free(model), library.fashion_forward(model, inputs, width, one, results))
print("garbage", library.fashion_free(pointer(12345)))
