#!/usr/bin/env bash
# Runs all tests: installs what is missing, builds, then runs the projects and the kernels at narrower vectors, two at a time.
# Usage: tests/run.sh [--results FOLDER] [options of dotnet test]
# With a folder, each run writes NAME.trx there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v dotnet >/dev/null; then
  echo "The tests need the .NET SDK 10: https://dotnet.microsoft.com/download" >&2
  exit 1
fi

# Publishing ahead of time needs a C linker; Arm64 binaries a cross linker and an emulator. Tests without their tool are skipped by name.
tools=(clang ld.lld aarch64-linux-gnu-objcopy qemu-aarch64)
packages=(clang lld gcc-aarch64-linux-gnu libc6-dev-arm64-cross libstdc++-12-dev-arm64-cross qemu-user)
missing=()
for tool in "${tools[@]}"; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${packages[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null ||
      echo "Could not install all of them; tests without their tool are skipped." >&2
  else
    echo "Not found: ${missing[*]}. Tests without their tool are skipped; on Debian: sudo apt-get install ${packages[*]}" >&2
  fi
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
results=""
if [ "${1:-}" = --results ]; then results=$2; shift 2; fi
dotnet build DeepThin.Generators.sln -c Release

# The order begins with what takes longest. The kernels are tested at the widest vectors of this processor, then again at the narrower ones.
runs=(DeepThin.Aot.Tests DeepThin.Generators.Tests DeepThin.Package.Tests DeepThin.Native.Tests DeepThin.Build.Tests)
narrow=()
flags=$(grep -m1 '^flags' /proc/cpuinfo 2>/dev/null || true)
if [[ $flags == *avx512f* ]]; then narrow+=(256); fi
if [[ $flags == *avx2* ]]; then narrow+=(128); fi
for width in ${narrow[@]+"${narrow[@]}"}; do runs+=("DeepThin.Generators.Tests $width"); done
for project in tests/*.Tests; do
  [[ " ${runs[*]} " == *" ${project#tests/} "* ]] || runs+=("${project#tests/}")
done
for width in ${narrow[@]+"${narrow[@]}"}; do runs+=("DeepThin.Kernels.Tests $width" "DeepThin.Tests $width"); done

# run NAME PROJECT WIDTH [options of dotnet test]: prints all of a run at its end, so that runs side by side do not mix.
run() {
  local name=$1 project=$2 width=$3 start=$SECONDS code=0 options=()
  shift 3
  case $width in
    256) export DOTNET_EnableAVX512=0 ;;
    128) export DOTNET_EnableAVX2=0 ;;
  esac
  if [ -n "$width" ]; then
    export DEEPTHIN_TEST_WIDTH=$width
    options+=(--filter Category=Kernels)
  fi
  if [ -n "$results" ]; then options+=(--logger "trx;LogFileName=$name.trx" --results-directory "$results"); fi
  dotnet test "tests/$project" -c Release --no-build ${options[@]+"${options[@]}"} "$@" >"$logs/$name" 2>&1 || code=$?
  until mkdir "$logs/printing" 2>/dev/null; do sleep 0.1; done
  printf '── %s: %s, %s s\n' "$name" "$([ $code = 0 ] && echo passed || echo "FAILED with $code")" $((SECONDS - start))
  cat "$logs/$name"
  rmdir "$logs/printing"
  [ $code = 0 ]
}

# lane [options of dotnet test]: takes one run after the other from those that are left; fails if one of them does.
lane() {
  local i project width failed=0
  for i in "${!runs[@]}"; do
    mkdir "$logs/taken-$i" 2>/dev/null || continue
    read -r project width <<<"${runs[i]}"
    (run "$project${width:+-$width}" "$project" "$width" "$@") || failed=1
  done
  return $failed
}

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
failed=0
lane "$@" &
lane "$@" || failed=1
wait $! || failed=1
exit $failed
