#!/usr/bin/env bash
# Publishes FashionMnist.Edge for x64 and for Arm64 with the same weights, and compares what both predict for the 10 000 test images.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=/usr/share/datasets/fashion-mnist
data_given=false
weights=$root/artifacts/fashion-mnist/fashion-classifier.safetensors
output=$root/artifacts/fashion-mnist-arm64
libraries=/usr/aarch64-linux-gnu
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/FashionMnist/arm64.sh [options]

Publishes the program with the trained weights for linux-x64 and for linux-arm64, runs the first one here and the second one under
qemu-aarch64 over the 10 000 test images, and compares: each image must have the same class, and no score may differ by more than 1e-5.
samples/FashionMnist/run.sh trains the weights first.

  --data DIR      the folder with the files of Fashion-MNIST (default /usr/share/datasets/fashion-mnist)
  --weights FILE  the weights (default artifacts/fashion-mnist/fashion-classifier.safetensors in the repository)
  --output DIR    the folder for the programs and what they predict (default artifacts/fashion-mnist-arm64 in the repository)
  --help          this text
END
}

other() {
    fail "$1 is not an option; --help tells more."
}

take() {
    case $1 in
        --data) data=$(absolute "$2"); data_given=true ;;
        --weights) weights=$(absolute "$2") ;;
        --output) output=$(absolute "$2") ;;
    esac
}

check_tools() {
    local tool missing=()
    check_sdk
    [[ $(uname -sm) == "Linux x86_64" ]] || fail "The comparison runs on Linux on x64, and this is $(uname -sm)."
    for tool in clang ld.lld aarch64-linux-gnu-objcopy qemu-aarch64; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [[ -d $libraries ]] || missing+=("$libraries")
    ((${#missing[@]} == 0)) || fail "Not found: ${missing[*]}." \
        "On Debian: sudo apt-get install clang lld gcc-aarch64-linux-gnu libc6-dev-arm64-cross libstdc++-12-dev-arm64-cross qemu-user"
    [[ -f $weights ]] || fail "There are no weights in $weights. samples/FashionMnist/run.sh trains them; --weights FILE names others."
}

# The program has no code that unpacks.
unpack() {
    local file
    mkdir -p "$output/images"
    for file in t10k-images-idx3-ubyte t10k-labels-idx1-ubyte; do gunzip --stdout "$data/$file.gz" >"$output/images/$file"; done
}

# publish RUNTIME [OPTION...]: each into a folder of its own.
publish() {
    phase "Publishing for $1"
    dotnet publish "$root/samples/FashionMnist.Edge" --configuration Release --verbosity quiet --runtime "$1" --output "$output/$1" \
        "-p:Weights=$weights" "${@:2}"
}

# predict RUNTIME [COMMAND...]: runs the program of a runtime, by a command if it is not this machine's.
predict() {
    phase "Running the program for $1"
    rm -f "$output/$1/predictions.bin" "$output/$1/scores.bin"
    "${@:2}" "$output/$1/FashionMnist.Edge" --data "$output/images" --predictions "$output/$1/predictions.bin" --scores "$output/$1/scores.bin"
}

parse_options "--data --weights --output" "$@"
check_tools
get_images "$data" "$data_given" --data
unpack
publish linux-x64
publish linux-arm64 -p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy
predict linux-x64
predict linux-arm64 qemu-aarch64 -L "$libraries"

build_sample FashionMnist
phase "Comparing"
run_sample FashionMnist compare "$output/linux-x64" "$output/linux-arm64"
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
