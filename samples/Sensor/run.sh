#!/usr/bin/env bash
# Trains networks that forecast a series, compares them with a linear model, and checks one compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
record=/usr/lib/python3/dist-packages/scipy/misc/ecg.dat
output=$root/artifacts/sensor
record_given=false
instruction_set=Portable
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/Sensor/run.sh [options]

Builds the sample, trains and compares four models, publishes a program that reads a series value by value, and checks its forecasts.

  --record FILE          ecg.dat of SciPy (default: that of the Debian package python3-scipy; as root, the package is installed if it is
                         not there)
  --output DIR           the folder for weights, picture, report and program (default artifacts/sensor in the repository)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --epochs N             how often a training goes through the windows (default 30)
  --seeds N              the trainings of each model, each with other first weights (default 3)
  --seed N               the first seed (default 1)
  --learning-rate RATE   the highest learning rate of the compressed networks (default 0.005)
  --dense-learning-rate RATE
                         that of the same network uncompressed (default 0.004)
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
        --record) record=$(absolute "$2"); record_given=true ;;
        --output) output=$(absolute "$2") ;;
        --instruction-set) instruction_set=$2 ;;
    esac
}

parse_options "--record --output --instruction-set" "$@"
check_sdk
check_linker
get_package "$record" $record_given python3-scipy "Or give ecg.dat of a SciPy from elsewhere: --record FILE"

build_sample Sensor

phase "Training"
run_sample Sensor --record "$record" --output "$output" ${options[@]+"${options[@]}"}

phase "Compiling ahead of time"
dotnet publish "$root/samples/Sensor.Edge" --configuration Release --verbosity quiet --output "$output/edge" \
    "-p:Weights=$output/ecg-forecaster.safetensors" "-p:DeepThinInstructionSet=$instruction_set"

phase "Checking the program compiled ahead of time"
run_sample Sensor check "$output/edge/Sensor.Edge" --output "$output"
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
