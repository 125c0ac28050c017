#!/usr/bin/env bash
# Trains the compressed Fashion-MNIST network, compares it with the same one uncompressed, and runs it compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=/usr/share/datasets/fashion-mnist
output=$root/artifacts/fashion-mnist
data_given=false
instruction_set=Portable
options=()
export DOTNET_NOLOGO=1

usage() {
    cat <<'END'
samples/FashionMnist/run.sh [options]

Builds the sample, trains, prints a table, and runs the trained network compiled ahead of time.

  --data DIR             the folder with the four .gz files of Fashion-MNIST (default /usr/share/datasets/fashion-mnist;
                         as root, the package dataset-fashion-mnist is installed if they are not there)
  --output DIR           the folder for weights, plot, report and program (default artifacts/fashion-mnist in the repository)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --epochs N             how often the training goes through the images (default 5)
  --seed N               decides the first weights and the order of the images (default 1)
  --batch-size N         the images of a training step (default 128)
  --learning-rate RATE   the highest learning rate of Adam (default 0.003)
  --threads N            the threads that train (default: one for each processor)
  --skip-dense           do not train the same network uncompressed
  --resume               go on with a training that was cancelled
  --help                 this text
END
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

phase() {
    printf '\n==> %s\n' "$*"
}

parse() {
    while (($# > 0)); do
        case $1 in
            --help | -h) usage; exit 0 ;;
            --data | --output | --instruction-set)
                (($# > 1)) || fail "$1 needs a value; --help tells more."
                take "$1" "$2"
                shift 2
                ;;
            --data=* | --output=* | --instruction-set=*) take "${1%%=*}" "${1#*=}"; shift ;;
            *) options+=("$1"); shift ;;
        esac
    done
}

take() {
    case $1 in
        --data) data=$(absolute "$2"); data_given=true ;;
        --output) output=$(absolute "$2") ;;
        --instruction-set) instruction_set=$2 ;;
    esac
}

absolute() {
    case $1 in
        /*) printf '%s' "$1" ;;
        *) printf '%s' "$PWD/$1" ;;
    esac
}

check_tools() {
    local sdks
    command -v dotnet >/dev/null || fail \
        "The .NET SDK 10 is needed, and there is no dotnet on the PATH." \
        "Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
    sdks=$(dotnet --list-sdks | cut -d' ' -f1)
    [[ $'\n'$sdks == *$'\n'10.* ]] || fail \
        "The .NET SDK 10 is needed, and these are installed: ${sdks//$'\n'/, }" \
        "Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
    command -v clang >/dev/null || command -v gcc >/dev/null || fail \
        "A C linker is needed to compile ahead of time, and neither clang nor gcc is on the PATH." \
        "On Debian and Ubuntu: sudo apt-get install clang"
}

missing_files() {
    local file
    for file in train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz; do
        [[ -f $data/$file ]] || printf '%s ' "$file"
    done
}

get_data() {
    local missing
    missing=$(missing_files)
    [[ -n $missing ]] || return 0
    if ! $data_given && ((EUID == 0)) && command -v apt-get >/dev/null; then
        phase "Installing the package dataset-fashion-mnist"
        apt-get update -q && apt-get install -qy dataset-fashion-mnist || true
        missing=$(missing_files)
        [[ -n $missing ]] || return 0
    fi

    fail "Fashion-MNIST is not complete in $data; missing: $missing" \
        "On Debian and Ubuntu: sudo apt-get update && sudo apt-get install dataset-fashion-mnist" \
        "Or give the folder where the four files are: --data DIR"
}

parse "$@"
check_tools
get_data

phase "Building"
dotnet build "$root/samples/FashionMnist" --configuration Release --verbosity quiet

phase "Training"
dotnet "$root/samples/FashionMnist/bin/Release/net10.0/FashionMnist.dll" --data "$data" --output "$output" ${options[@]+"${options[@]}"}

phase "Compiling ahead of time"
dotnet publish "$root/samples/FashionMnist.Edge" --configuration Release --verbosity quiet --output "$output/edge" \
    "-p:Weights=$output/fashion-classifier.safetensors" "-p:DeepThinInstructionSet=$instruction_set"

phase "Running the program compiled ahead of time"
dotnet "$root/samples/FashionMnist/bin/Release/net10.0/FashionMnist.dll" edge "$output/edge/FashionMnist.Edge" --data "$data" --output "$output"
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
