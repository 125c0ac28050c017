#!/usr/bin/env bash
# Publishes the program for each runtime identifier of size-baseline.txt, and fails where it has grown by more than 3 %.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
baseline=$here/size-baseline.txt
weights=$root/artifacts/fashion-mnist/fashion-classifier.int8.safetensors
output=$root/artifacts/fashion-mnist/size
update=false
export DOTNET_NOLOGO=1
# shellcheck source=../Shared/functions.sh
source "$root/samples/Shared/functions.sh"

usage() {
    cat <<'END'
samples/FashionMnist.Edge/size.sh [options]

Publishes FashionMnist.Edge for each runtime identifier of size-baseline.txt and compares its bytes, weights included, with
those that stand there. Fails where there are more than 3 % more. What cannot be linked here is skipped.

  --weights FILE  the weights that the program carries (default: those that samples/FashionMnist/run.sh trained; the size of
                  the program does not depend on their values)
  --update        writes the sizes found to size-baseline.txt
  --help          this text
END
}

take() {
    weights=$(absolute "$2")
}

other() {
    [[ $1 == --update ]] || fail "$1 is not an option; --help tells more."
    update=true
}

parse_options "--weights" "$@"

check_sdk
[[ -f $weights ]] || fail "There are no weights in $weights." "samples/FashionMnist/run.sh trains them, or name others: --weights FILE"

case $(uname -sm) in
    "Linux x86_64") host=linux-x64 ;;
    "Linux aarch64") host=linux-arm64 ;;
    *) host=other ;;
esac

# What is missing to link for a runtime identifier.
missing_tools() {
    local tool
    [[ $1 != "$host" ]] || return 0
    if [[ $1 != linux-arm64 || $host != linux-x64 ]]; then
        printf 'a machine of its kind'
        return
    fi
    for tool in clang ld.lld aarch64-linux-gnu-objcopy; do
        command -v "$tool" >/dev/null || printf '%s ' "$tool"
    done
    [[ -d /usr/aarch64-linux-gnu ]] || printf '%s ' /usr/aarch64-linux-gnu
}

publish() {
    local cross=()
    if [[ $1 != "$host" ]]; then cross=(-p:LinkerFlavor=lld -p:ObjCopyName=aarch64-linux-gnu-objcopy); fi
    dotnet publish "$here" --configuration Release --runtime "$1" --verbosity quiet --output "$output/$1" "-p:Weights=$weights" ${cross[@]+"${cross[@]}"} >&2
}

# compare RUNTIME BYTES EXPECTED: prints a line, and fails where the program has grown too much.
compare() {
    local percent verdict="as expected" result=0
    percent=$(awk -v found="$2" -v expected="$3" 'BEGIN { printf "%+.1f", 100 * (found - expected) / expected }')
    if (($2 * 100 > $3 * 103)); then
        verdict="too large: more than 3 % over the baseline; what grew must be worth it before the baseline is raised with size.sh --update"
        result=1
    elif (($2 * 100 < $3 * 97)); then
        verdict="more than 3 % smaller: lower the baseline with size.sh --update, so that it is kept"
    fi
    printf '%s: %d bytes, %s %% to the %d of size-baseline.txt: %s\n' "$1" "$2" "$percent" "$3" "$verdict"
    return $result
}

failed=0
lines=()
while read -r runtime expected; do
    if [[ $runtime == "#"* || -z $runtime ]]; then
        lines+=("$runtime${expected:+ $expected}")
        continue
    fi
    missing=$(missing_tools "$runtime")
    if [[ -n $missing ]]; then
        printf '%s: skipped, because it needs %s\n' "$runtime" "$missing"
        lines+=("$runtime $expected")
        continue
    fi
    publish "$runtime"
    bytes=$(stat -c %s "$output/$runtime/FashionMnist.Edge")
    lines+=("$runtime $bytes")
    if $update; then
        printf '%s: %d bytes, before %d\n' "$runtime" "$bytes" "$expected"
    else
        compare "$runtime" "$bytes" "$expected" || failed=1
    fi
done <"$baseline"

if $update; then printf '%s\n' "${lines[@]}" >"$baseline"; fi
exit $failed
