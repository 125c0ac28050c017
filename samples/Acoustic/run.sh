#!/usr/bin/env bash
# Makes frames of synthetic speech, trains the compressed network on their phones, and compares it with the same one uncompressed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=$root/artifacts/acoustic/data
data_options=()
train_options=()
remake=false
data_only=false
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Acoustic/run.sh [options]

Builds the sample, makes the data unless it is there, trains, and prints a table.
The data is synthetic speech: flite speaks sentences of the King James Bible. As root, the Debian packages that have the two
(flite, bible-kjv, bible-kjv-text) are installed if they are needed and not there.

  --data DIR             the folder of the speech data; it is made there if it is missing or has other settings
                         (default artifacts/acoustic/data in the repository)
  --sentences N          how many sentences are spoken, 80 or more (default 760)
  --data-seed N          decides the sentences, who speaks them, which are for what, and the noise (default 1)
  --remake               make the data anew even if it is there
  --data-only            make the data, and train nothing
  --output DIR           the folder for weights, checkpoints and report (default artifacts/acoustic in the repository)
  --epochs N             how often the training goes through the frames (default 3)
  --seed N               decides the first weights and the order of the frames (default 1)
  --batch-size N         the frames of a training step (default 128)
  --learning-rate RATE   the highest learning rate of Adam (default 0.005)
  --dense-learning-rate RATE
                         the same for the uncompressed network, which learns better at a lower one (default 0.001)
  --threads N            the threads that train (default: one for each processor)
  --skip-dense           do not train the same network uncompressed
  --resume               go on with a training that was cancelled
  --help                 this text
END
}

other() {
    case $1 in
        --data-only) data_only=true ;;
        --remake) remake=true; data_options+=("$1") ;;
        *) train_options+=("$1") ;;
    esac
}

take() {
    case $1 in
        --data) data=$(absolute "$2") ;;
        --output) train_options+=("$1" "$(absolute "$2")") ;;
        --sentences | --data-seed) data_options+=("$1" "$2") ;;
    esac
}

parse_options "--data --output --sentences --data-seed" "$@"
! $data_only || [[ ${#train_options[@]} = 0 ]] || fail "--data-only trains nothing, so it does not go with ${train_options[*]}"
check_sdk
if $remake; then made=; else made=$data/data.json; fi
get_speech_packages "$made" flite

build_sample Acoustic

if $data_only; then
    phase "Making the data"
    command=(data)
else
    phase "Making the data, and training"
    command=()
fi
run_sample Acoustic ${command[@]+"${command[@]}"} --data "$data" \
    ${data_options[@]+"${data_options[@]}"} ${train_options[@]+"${train_options[@]}"}
printf '\n%s\n' "Done in $SECONDS s. The data is in $data"
