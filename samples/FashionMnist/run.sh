#!/usr/bin/env bash
# Trains a compressed network on Fashion-MNIST, compares it with the same one uncompressed, and runs it compiled ahead of time.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=/usr/share/datasets/fashion-mnist
output=$root/artifacts/fashion-mnist
data_given=false
network=dense
instruction_set=Portable
trainer=net
python=
options=()
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/FashionMnist/run.sh [options]

Builds the sample, trains, runs the trained network compiled ahead of time, on a processor with AVX2 for this as well, and prints a table.

  --data DIR             the folder with the four .gz files of Fashion-MNIST (default /usr/share/datasets/fashion-mnist;
                         as root, the package dataset-fashion-mnist is installed if they are not there)
  --output DIR           the folder for weights, plot, report and program (default artifacts/fashion-mnist in the repository)
  --network NAME         dense: 784-1024-1024-10, or conv: two convolutions and two fully connected layers (default dense)
  --trainer NAME         net: DeepThin.Training, or torch: PyTorch, which writes the same weights file (default net; as root, the package
                         python3-torch is installed if no Python has PyTorch)
  --python PROGRAM       the Python that has PyTorch, for --trainer torch (default python3, or else Debian's)
  --instruction-set SET  what the x64 processor of the device has: Portable, Avx, Avx2 or Avx512 (default Portable: what every one has)
  --epochs N             how often the training goes through the images (default 5)
  --seed N               decides the first weights and the order of the images (default 1)
  --images N             how many of the 55 000 images the training has; fewer for a short look
  --batch-size N         the images of a training step (default 64)
  --learning-rate RATE   the highest learning rate of Adam (default 0.004; 0.008 with --network conv)
  --dense-learning-rate RATE
                         the same for the uncompressed network, which learns better at a lower one (default 0.001)
  --threads N            the threads that train (default: one for each processor)
  --skip-dense           do not train the same network uncompressed
  --resume               go on with a training that was cancelled
  --help                 this text
END
}

other() {
    options+=("$1")
}

take() {
    case $1 in
        --data) data=$(absolute "$2"); data_given=true ;;
        --output) output=$(absolute "$2") ;;
        --network) network=$2 ;;
        --trainer) trainer=$2 ;;
        --python) python=$2 ;;
        --instruction-set) instruction_set=$2 ;;
    esac
}

# publish SET FOLDER: the program with the trained weights, for processors that have this.
publish() {
    dotnet publish "$root/samples/FashionMnist.Edge" --configuration Release --verbosity quiet --output "$output/$prefix$2" \
        "-p:Network=$model" "-p:Weights=$output/${prefix}fashion-classifier.int8.safetensors" "-p:DeepThinInstructionSet=$1"
}

# Whether AVX2 is here, and not already what the program is compiled for.
compares_avx2() {
    [[ $instruction_set != Avx2 && $instruction_set != Avx512 && $(uname -sm) == "Linux x86_64" ]] && grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo
}

parse_options "--data --output --network --trainer --python --instruction-set" "$@"
case $network in
    dense) model=FashionClassifier prefix= ;;
    conv) model=ConvClassifier prefix=conv- ;;
    *) fail "--network is dense or conv, and not '$network'." ;;
esac
case $trainer in
    net) ;;
    torch)
        [[ -n $python ]] || get_torch
        options+=(--trainer torch --python "$python")
        ;;
    *) fail "--trainer is net or torch, and not '$trainer'." ;;
esac
check_sdk
check_linker
get_images "$data" "$data_given" --data

build_sample FashionMnist

phase "Training"
run_sample FashionMnist --network "$network" --data "$data" --output "$output" ${options[@]+"${options[@]}"}

phase "Compiling ahead of time"
avx2=()
if compares_avx2; then
    publish Avx2 edge-avx2
    avx2=(--avx2 "$output/${prefix}edge-avx2/FashionMnist.Edge")
fi
publish "$instruction_set" edge
dotnet publish "$root/samples/FashionMnist.Empty" --configuration Release --verbosity quiet --output "$output/empty"

phase "Running the program compiled ahead of time"
run_sample FashionMnist edge "$output/${prefix}edge/FashionMnist.Edge" --network "$network" \
    --instruction-set "$instruction_set" ${avx2[@]+"${avx2[@]}"} --empty "$output/empty/FashionMnist.Empty" --data "$data" --output "$output"
printf '\n%s\n' "Done in $SECONDS s. Everything is in $output"
