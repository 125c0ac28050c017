#!/usr/bin/env bash
# Trains networks that tell the phones of words, compares them, and checks one compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
dictionary=/usr/share/festival/dicts/cmu/cmudict-0.4.out
output=$root/artifacts/pronounce
dictionary_given=false
instruction_set=Portable
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Pronounce/run.sh [options]

Builds the sample, trains networks that tell the phones of English words, compares them, publishes a program that reads words, and checks its phones. A run that
was stopped goes on where it was, and what has ended is not trained again.

  --quick                4000 words, 4 epochs and two networks, unless others are given
  --variants NAME ...    the networks, of uncompressed, 10, 3, 1, and low-rank, hashed and narrow with -10, -3 and -1; or all (default: uncompressed, 10, 3, 1,
                         low-rank-3, hashed-3 and narrow-3); the program has the one of 10
  --dictionary FILE      a dictionary in the format of Festival or in the text format of CMU (default: that of the Debian package festlex-cmu; as root, the
                         package is installed if it is not there)
  --output DIR           the folder for results, weights, report and program (default artifacts/pronounce in the repository)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --words N              the most words that are taken of the dictionary (default all)
  --epochs N             how often a training goes through the words (default 8)
  --seed N               decides the parts, the first weights and the order of the words (default 1)
  --learning-rate RATE   the highest learning rate of the compressed networks (default 0.006)
  --dense-learning-rate RATE
                         that of the uncompressed one (default 0.003)
  --narrow-learning-rate RATE
                         that of the narrow ones (default 0.02)
  --threads N            the threads that train (default: one for each processor)
  --help                 this text
END
}

other() {
    options+=("$1")
}

take() {
    case $1 in
        --dictionary) dictionary=$(absolute "$2"); dictionary_given=true ;;
        --output) output=$(absolute "$2") ;;
        --instruction-set) instruction_set=$2 ;;
    esac
}

parse_options "--dictionary --output --instruction-set" "$@"
check_sdk
check_linker
get_package "$dictionary" $dictionary_given festlex-cmu "Or give a dictionary in its format or in the text format of CMU: --dictionary FILE"

build_sample Pronounce

phase "Training"
run_sample Pronounce --dictionary "$dictionary" --output "$output" ${options[@]+"${options[@]}"}

if [[ -f $output/pronouncer.safetensors ]]; then
    phase "Compiling ahead of time"
    dotnet publish "$root/samples/Pronounce.Edge" --configuration Release --verbosity quiet --output "$output/edge" \
        "-p:Weights=$output/pronouncer.safetensors" "-p:DeepThinInstructionSet=$instruction_set"

    phase "Checking the program compiled ahead of time"
    run_sample Pronounce check "$output/edge/Pronounce.Edge" --output "$output"
else
    phase "There is no program without the network of 10; --variants 10 trains it"
fi
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
