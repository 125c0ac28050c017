#!/usr/bin/env bash
# Makes scenes of speech and noise, trains networks that tell where somebody speaks, compares them, and checks one compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
output=$root/artifacts/listen
instruction_set=Portable
streams=1000
remake=false
largest=2000000
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Listen/run.sh [options]

Builds the sample, makes scenes of speech and noise, trains networks that tell in which frames somebody speaks, compares them, publishes a program that listens,
and streams the scenes of the test through it. A run that was stopped goes on where it was, and what has ended is not done again.
The speech is synthetic: flite and espeak-ng speak sentences of the King James Bible. As root, the Debian packages that have them (flite, espeak-ng, bible-kjv,
bible-kjv-text) are installed if they are not there.

  --quick                30 scenes, 6 epochs and two networks, unless others are given
  --variants NAME ...    the networks, of uncompressed, 10, 3, narrow-10 and narrow-3, or all (default all); the program has the one of 10
  --scenes N             how many scenes networks are trained with, 10 or more (default 160); half as many more are for the test, and a fifth chooses the best epoch
  --data-seed N          decides who says what in which scene, and the noise (default 1)
  --remake               make the scenes anew even if they are there
  --output DIR           the folder for scenes, results, weights, report and program (default artifacts/listen in the repository)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --streams N            how many streams the program listens to at once, 1 to 100000 (default 1000)
  --epochs N             how often a training goes through the scenes (default 20)
  --seed N               decides the first weights and the order of the pieces (default 1)
  --learning-rate RATE   the highest learning rate of the compressed networks (default 0.006)
  --dense-learning-rate RATE
                         that of the uncompressed one (default 0.006)
  --narrow-learning-rate RATE
                         that of the narrow ones (default 0.01)
  --threads N            the threads that train (default: one for each processor)
  --help                 this text
END
}

other() {
    [[ $1 != --remake ]] || remake=true
    options+=("$1")
}

take() {
    case $1 in
        --output) output=$(absolute "$2") ;;
        --instruction-set) instruction_set=$2 ;;
        --streams) streams=$2 ;;
    esac
}

parse_options "--output --instruction-set --streams" "$@"
check_sdk
check_linker
if $remake; then made=; else made=$output/data/scenes.json; fi
get_speech_packages "$made" flite espeak-ng

build_sample Listen

phase "Making the scenes, and training"
run_sample Listen --output "$output" ${options[@]+"${options[@]}"}

if [[ -f $output/voice-detector.safetensors ]]; then
    phase "Compiling ahead of time"
    dotnet publish "$root/samples/Listen.Edge" --configuration Release --verbosity quiet --output "$output/edge" \
        "-p:Weights=$output/voice-detector.safetensors" "-p:DeepThinInstructionSet=$instruction_set"
    bytes=$(stat -c %s "$output/edge/Listen.Edge")
    ((bytes <= largest)) || fail "The program has $bytes bytes, and should have $largest at most."
    printf 'The program has %d bytes, weights included.\n' "$bytes"

    phase "Checking the program compiled ahead of time"
    run_sample Listen check "$output/edge/Listen.Edge" --output "$output" --streams "$streams"
else
    phase "There is no program without the network of 10; --variants 10 trains it"
fi
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
