# What the scripts of the samples share; sourced, not run.

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

phase() {
    printf '\n==> %s\n' "$*"
}

absolute() {
    case $1 in
        /*) printf '%s' "$1" ;;
        *) printf '%s' "$PWD/$1" ;;
    esac
}

# parse_options NAMES ARGUMENT...: take NAME VALUE for each option that has a value, other ARGUMENT for the rest; --help shows usage.
parse_options() {
    local names=" $1 "
    shift
    while (($# > 0)); do
        case $1 in
            --help | -h) usage; exit 0 ;;
            --*=*)
                if [[ $names == *" ${1%%=*} "* ]]; then take "${1%%=*}" "${1#*=}"; else other "$1"; fi
                shift
                ;;
            *)
                if [[ $names == *" $1 "* ]]; then
                    (($# > 1)) || fail "$1 needs a value; --help tells more."
                    take "$1" "$2"
                    shift 2
                else
                    other "$1"
                    shift
                fi
                ;;
        esac
    done
}

# build_sample NAME
build_sample() {
    phase "Building"
    dotnet build "$root/samples/$1" --configuration Release --verbosity quiet
}

# run_sample NAME ARGUMENT...
run_sample() {
    dotnet "$root/samples/$1/bin/Release/net10.0/$1.dll" "${@:2}"
}

check_sdk() {
    local sdks
    command -v dotnet >/dev/null || fail \
        "The .NET SDK 10 is needed, and there is no dotnet on the PATH." \
        "Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
    sdks=$(dotnet --list-sdks | cut -d' ' -f1)
    [[ $'\n'$sdks == *$'\n'10.* ]] || fail \
        "The .NET SDK 10 is needed, and these are installed: ${sdks//$'\n'/, }" \
        "Get it from https://dotnet.microsoft.com/download/dotnet/10.0"
}

# The files of Fashion-MNIST that are missing in a folder.
missing_images() {
    local file
    for file in train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz; do
        [[ -f $1/$file ]] || printf '%s ' "$file"
    done
}

check_linker() {
    command -v clang >/dev/null || command -v gcc >/dev/null || fail \
        "A C linker is needed to compile ahead of time, and neither clang nor gcc is on the PATH." \
        "On Debian and Ubuntu: sudo apt-get install clang"
}

# get_package FILE IS_GIVEN PACKAGE ADVICE: installs the package with a file where root may, unless the user gave the file.
get_package() {
    [[ ! -f $1 ]] || return 0
    if ! $2 && ((EUID == 0)) && command -v apt-get >/dev/null; then
        phase "Installing the package $3"
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$3" || true
        [[ ! -f $1 ]] || return 0
    fi

    fail "There is no file $1" "On Debian and Ubuntu: sudo apt-get update && sudo apt-get install --no-install-recommends $3" "$4"
}

# missing_speech_packages PROGRAM...: the packages that are not there of some programs that speak, which have the names of their packages, and of the text.
missing_speech_packages() {
    local program
    for program in "$@"; do command -v "$program" >/dev/null || printf '%s ' "$program"; done
    command -v bible >/dev/null || printf 'bible-kjv '
    [[ -n $(cd / && bible -f gen1:1 2>/dev/null) ]] || printf 'bible-kjv-text '
}

# get_speech_packages MADE PROGRAM...: installs them where root may. Speech that was made needs none, which the file MADE shows; whether it has the wanted settings
# the program sees, and says what it misses.
get_speech_packages() {
    local missing
    missing=$(missing_speech_packages "${@:2}")
    [[ -n $missing ]] || return 0
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        phase "Installing the packages $missing"
        # shellcheck disable=SC2086
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing || true
        missing=$(missing_speech_packages "${@:2}")
        [[ -n $missing ]] || return 0
    fi

    [[ -f $1 ]] || fail \
        "Speech has not been made yet, and cannot be made: these packages are missing: $missing" \
        "On Debian and Ubuntu: sudo apt-get update && sudo apt-get install $missing"
}

# get_table FOLDER IS_GIVEN OPTION: the tables of scikit-learn.
get_table() {
    get_package "$1/breast_cancer.csv" "$2" python3-sklearn "Or give the folder where it is, such as sklearn/datasets/data of a scikit-learn from elsewhere: $3 DIR"
}

# get_images FOLDER IS_GIVEN OPTION: installs the package with Fashion-MNIST where root may, unless the user gave the folder.
get_images() {
    local missing
    missing=$(missing_images "$1")
    [[ -n $missing ]] || return 0
    if ! $2 && ((EUID == 0)) && command -v apt-get >/dev/null; then
        phase "Installing the package dataset-fashion-mnist"
        apt-get update -q && apt-get install -qy dataset-fashion-mnist || true
        missing=$(missing_images "$1")
        [[ -n $missing ]] || return 0
    fi

    fail "Fashion-MNIST is not complete in $1; missing: $missing" \
        "On Debian and Ubuntu: sudo apt-get update && sudo apt-get install dataset-fashion-mnist" \
        "Or give the folder where the four files are: $3 DIR"
}

# find_torch: sets python to one that has PyTorch. Another may stand on the PATH before that of the system, which packages are for.
find_torch() {
    for python in python3 /usr/bin/python3; do "$python" -c 'import torch' 2>/dev/null && return; done
    return 1
}

# get_torch: the same, and installs the package with PyTorch where root may.
get_torch() {
    find_torch && return
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
        phase "Installing the package python3-torch"
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3-torch || true
        find_torch && return
    fi

    fail "PyTorch is needed to train with it, and python3 does not have it." \
        "On Debian and Ubuntu: sudo apt-get update && sudo apt-get install --no-install-recommends python3-torch" \
        "Or say which Python has it: --python PROGRAM"
}
