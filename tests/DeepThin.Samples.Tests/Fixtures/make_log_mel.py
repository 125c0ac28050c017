#!/usr/bin/env python3
"""Writes the fixtures of the log-mel features beside this script, or into a folder that is given; needs numpy.

    make_log_mel.py [FOLDER]

signal.npy holds half a second of a sweep with noise, log-mel.npy its features before the normalisation, normalised.npy those after it,
computed in double precision by the formulas alone: pre-emphasis of 0.97, Hamming windows of 400 samples each 160, power spectra of 512
points, 40 triangular filters between 64 and 8000 Hz at equal distances on the mel scale, natural logarithms; mean 0 and variance 1 of
each filter. lengths.npy holds whole numbers.
"""
import pathlib
import sys

import numpy as np

RATE, LENGTH, STEP, POINTS, FILTERS = 16000, 400, 160, 512, 40


def signal():
    time = np.arange(RATE // 2) / RATE
    noise = np.random.default_rng(1802).standard_normal(time.size)
    return (0.3 * np.sin(2 * np.pi * (150 * time + 3000 * time**2)) * np.hanning(time.size) + 0.01 * noise).astype("<f4")


def mel_filters():
    to_mel = lambda hertz: 2595 * np.log10(1 + hertz / 700)
    to_hertz = lambda mel: 700 * (10 ** (mel / 2595) - 1)
    corners = to_hertz(np.linspace(to_mel(64), to_mel(8000), FILTERS + 2))
    bins = np.arange(POINTS // 2 + 1) * RATE / POINTS
    return np.array([np.interp(bins, corners[i:i + 3], [0, 1, 0]) for i in range(FILTERS)])


def log_mel(samples):
    samples = samples.astype(np.float64)
    emphasised = np.append(samples[0], samples[1:] - 0.97 * samples[:-1])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, LENGTH)[::STEP] * np.hamming(LENGTH)
    power = np.abs(np.fft.rfft(frames, POINTS)) ** 2
    return np.log(np.maximum(power @ mel_filters().T, 1e-10))


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent
    samples = signal()
    features = log_mel(samples)
    np.save(folder / "signal.npy", samples.reshape(-1, 1))
    np.save(folder / "log-mel.npy", features.astype("<f4"))
    np.save(folder / "normalised.npy", ((features - features.mean(0)) / features.std(0)).astype("<f4"))
    np.save(folder / "lengths.npy", np.array([3, -1, 2147483647], dtype="<i4"))


main()
