#!/usr/bin/env bash
# Trains a compressed network on a table, compares it with the same one uncompressed and with a linear model, and checks it compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
table=/usr/lib/python3/dist-packages/sklearn/datasets/data
output=$root/artifacts/tables
table_given=false
instruction_set=Portable
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Tables/run.sh [options]

Builds the sample, trains, compares three models by cross-validation, publishes a program that reads lines of CSV, and checks its answers.

  --table DIR            the folder with breast_cancer.csv of scikit-learn (default: that of the Debian package python3-sklearn;
                         as root, the package is installed if it is not there)
  --output DIR           the folder for table, weights, picture, report and program (default artifacts/tables in the repository)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --epochs N             how often a training goes through the rows (default 30)
  --folds N              the folds of a cross-validation (default 5)
  --seeds N              the cross-validations, each with other folds and other first weights (default 3)
  --seed N               the first seed (default 1)
  --learning-rate RATE   the highest learning rate of the compressed network (default 0.001)
  --dense-learning-rate RATE
                         that of the same network uncompressed (default 0.0003)
  --linear-learning-rate RATE
                         that of the linear model (default 0.01)
  --threads N            the threads that train (default: one for each processor)
  --help                 this text
END
}

other() {
    options+=("$1")
}

take() {
    case $1 in
        --table) table=$(absolute "$2"); table_given=true ;;
        --output) output=$(absolute "$2") ;;
        --instruction-set) instruction_set=$2 ;;
    esac
}

parse_options "--table --output --instruction-set" "$@"
check_sdk
check_linker
get_table "$table" "$table_given" --table

build_sample Tables

phase "Training"
run_sample Tables --table "$table" --output "$output" ${options[@]+"${options[@]}"}

phase "Compiling ahead of time"
dotnet publish "$root/samples/Tables.Edge" --configuration Release --verbosity quiet --output "$output/edge" \
    "-p:Weights=$output/tumour-classifier.safetensors" "-p:DeepThinInstructionSet=$instruction_set"

phase "Checking the program compiled ahead of time"
run_sample Tables check "$output/edge/Tables.Edge" --output "$output"
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
