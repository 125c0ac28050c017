#!/usr/bin/env bash
# Runs all tests: installs what is missing, then dotnet test, then the kernels again at narrower vectors.
# Usage: tests/run.sh [options of dotnet test]
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
failed=0
dotnet build DeepThin.Generators.sln -c Release
dotnet test DeepThin.Generators.sln -c Release --no-build "$@" || failed=1

# The kernels were tested at the widest vectors of this processor. Now the narrower ones.
kernels() {
  echo "Kernels with $1-bit vectors"
  local project
  for project in DeepThin.Kernels.Tests DeepThin.Tests DeepThin.Generators.Tests; do
    DEEPTHIN_TEST_WIDTH="$1" dotnet test "tests/$project" -c Release --no-build --filter Category=Kernels "${@:2}" || failed=1
  done
}
flags=$(grep -m1 '^flags' /proc/cpuinfo 2>/dev/null || true)
if [[ $flags == *avx512f* ]]; then (export DOTNET_EnableAVX512=0; kernels 256 "$@"; exit $failed) || failed=1; fi
if [[ $flags == *avx2* ]]; then (export DOTNET_EnableAVX2=0; kernels 128 "$@"; exit $failed) || failed=1; fi
exit $failed
