#!/usr/bin/env bash
# Trains networks made small in every way, on images and on synthetic speech, and writes a report that compares them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
images=/usr/share/datasets/fashion-mnist
speech=$root/artifacts/acoustic/data
output=$root/artifacts/comparison
data_set=both
images_given=false
speech_given=false
command=()
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Comparison/run.sh [recipes | ratios | gains] [options]

Builds the sample, makes the speech data if it is not there, trains, and writes report.md, report.json and plots. A run that was stopped goes on
where it was. The whole comparison takes two to three hours on two cores; --quick a few minutes.
With "recipes" it trains the wide networks in better and better ways instead, and writes recipes.md. With "ratios" it measures how sensitive each layer
is to its ratio, trains networks of the same bytes with one ratio and with a ratio for each layer, and writes ratios.md. With "gains" it trains
networks with gains of every kind and without, and writes gains.md.

  --quick          two ratios, one seed, one learning rate, fewer samples
  --data-set NAME  images, speech or both (default both)
  --ratios P ...   the ratios in per cent, of 10, 3, 1 and 0.4 (default all)
  --seeds N        how many seeds; the first one chooses the learning rates (default 3)
  --jobs N         the trainings at the same time, each on one thread (default: one for each processor)
  --images DIR     the folder with the four .gz files of Fashion-MNIST (default /usr/share/datasets/fashion-mnist;
                   as root, the package dataset-fashion-mnist is installed if they are not there)
  --speech DIR     the folder of the speech data (default artifacts/acoustic/data in the repository, made by samples/Acoustic/run.sh)
  --output DIR     the folder for the results and the report (default artifacts/comparison in the repository)
  --no-timing      do not measure predictions and training speed
  --help           this text
END
}

other() {
    case $1 in
        recipes | ratios | gains) command=("$1") ;;
        *) options+=("$1") ;;
    esac
}

take() {
    case $1 in
        --images) images=$(absolute "$2"); images_given=true ;;
        --speech) speech=$(absolute "$2"); speech_given=true ;;
        --output) output=$(absolute "$2") ;;
        --data-set) data_set=$2 ;;
    esac
}

get_speech() {
    [[ $data_set != images ]] || return 0
    [[ ! -f $speech/data.json ]] || return 0
    ! $speech_given || fail "There is no speech data in $speech; samples/Acoustic/run.sh --data-only --data $speech makes it."
    phase "Making the speech data"
    "$root/samples/Acoustic/run.sh" --data-only --data "$speech"
}

parse_options "--images --speech --output --data-set" "$@"
check_sdk
[[ $data_set == speech ]] || get_images "$images" "$images_given" --images
get_speech

build_sample Comparison

phase "Training"
run_sample Comparison ${command[@]+"${command[@]}"} --data-set "$data_set" \
    --images "$images" --speech "$speech" --output "$output" ${options[@]+"${options[@]}"}
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
