# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Wheels and packages, and what is tested of them, for ./dev, which sources this file. They take what
# the preset release has built and compile nothing but a small program that uses the library.
# $root and $build are the caller's.
# shellcheck disable=SC2154

# What the wheel has to bring along. Not OpenSSL, which the wheel brings too and Python wants itself.
bundled=('libuv1*' 'libmbed*' 'libyaml-cpp*' 'libre2-*' 'libcpp-httplib*' 'libbrotli*' 'libabsl*')

run_wheel() {
  need build
  make_venv
  build_release postiche_program _postiche
  locked packages make_wheel
  ls "$build"/wheel/*.whl
}

run_package() {
  need build package
  build_release postiche_program
  locked packages make_deb
  ls "$build"/release/package/*.deb
}

build_release() {  # build_release TARGET...
  say "building preset release"
  quietly build-release locked release build_preset release --target "$@" ||
    die "Postiche could not be built; see above"
}

# Kept apart from the tree: scikit-build-core installs from it and writes nothing there.
make_wheel() {
  local raw=$build/wheel/raw
  rm -rf "$build/wheel"
  quietly wheel in_root "$build/venv/bin/python" -m build --no-isolation --skip-dependency-check \
    --wheel --outdir "$raw" -C "cmake.define.POSTICHE_BUILT=$build/release" &&
    PATH=$build/venv/bin:$PATH quietly auditwheel \
      auditwheel repair --wheel-dir "$build/wheel" "$raw"/*.whl &&
    rm -rf "$raw" || die "the wheel could not be made; see above"
}

make_deb() {
  rm -rf "$build/release/package"
  quietly cpack cpack --config "$build/release/CPackConfig.cmake" ||
    die "the package could not be made; see above"
}

test_packages() {
  local venv=$build/wheel/venv bad=0
  (make_wheel && make_deb) || return 1
  /usr/bin/python3 -m venv --without-pip "$venv"
  quietly pip-wheel "$build/venv/bin/pip" --python "$venv/bin/python" install --no-index \
    --disable-pip-version-check "$build"/wheel/*.whl || return 1
  in_root env "POSTICHE_BUILD=$build/release" "POSTICHE_PROGRAM=$build/release/postiche" \
    "$build/venv/bin/python" -m pytest -n "$jobs" \
    tests/packaging --ignore tests/packaging/wheel || bad=1
  # All that is taken from the other environment is pytest.
  in_root without_libraries env -u POSTICHE_SCENARIOS -u POSTICHE_PROGRAM "PATH=$venv/bin:$PATH" \
    "PYTHONPATH=$(echo "$build"/venv/lib/python3*/site-packages)" "$venv/bin/python" \
    -m pytest -n "$jobs" tests/packaging/wheel tests/python || bad=1
  return $bad
}

# A machine that has none of the libraries: root can have one for as long as the command runs.
without_libraries() {  # without_libraries COMMAND...
  local libraries
  ((EUID == 0)) || { "$@"; return; }
  mapfile -t libraries < <(installed "${bundled[@]}" | xargs dpkg -L | grep -F .so)
  # shellcheck disable=SC2016
  unshare --mount bash -c '
    count=$1
    for library in "${@:2:count}"; do
      [[ -L $library || ! -f $library ]] || mount --bind /dev/null "$library"
    done
    exec "${@:count+2}"' bash "${#libraries[@]}" "${libraries[@]}" "$@"
}
