# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Clients that no package of Debian or PyPI gives to the tests. Read by ./dev, whose words it uses.

make_other_clients() {
  make_exim
  make_node_clients
  make_go_clients
  make_java_clients
}

# Exim for the tests. Its package and Postfix's exclude each other, so its program is only
# unpacked, and without its set-user-id bit; what libraries the package wants are installed.
make_exim() {
  local place=$build/exim package=exim4-daemon-light libraries
  [[ -x $place/usr/sbin/exim4 ]] && return
  command -v dpkg-deb >/dev/null ||
    die "this is not Debian: please put Exim's program at $place/usr/sbin/exim4"
  say "unpacking Exim into build/exim"
  rm -rf "$place" "$place.part"
  mkdir -p "$place.part"
  quietly exim download_package "$package" "$place.part" ||
    die "Exim, which the tests want, could not be had: apt-get did not download $package; see above"
  mapfile -t libraries < <(dpkg-deb -f "$place.part/$package"_*.deb Depends | tr ',' '\n' |
    sed -nE 's/^ *(lib[^ (|]+).*/\1/p')
  install_missing "${libraries[@]}"
  quietly exim dpkg-deb -x "$place.part/$package"_*.deb "$place.part" ||
    die "Exim could not be unpacked; see above"
  rm "$place.part/$package"_*.deb
  chmod u-s "$place.part/usr/sbin/exim4"
  mv "$place.part" "$place"
}

download_package() {  # download_package PACKAGE FOLDER
  (cd "$2" && { apt-get download -q "$1" || { as_root apt-get update -q && apt-get download -q "$1"; }; })
}

# Clients in JavaScript and Go; node, npm and go themselves are in the virtual environment.
make_node_clients() {
  local packages=$root/tests/clients/node/package.json place=$build/node
  cmp -s "$packages" "$place/package.json" && return
  say "installing JavaScript packages into build/node"
  mkdir -p "$place.part"
  cp "$packages" "$place.part"
  PATH=$build/venv/bin:$PATH quietly npm npm install --prefix "$place.part" --no-package-lock \
    --no-audit --no-fund --ignore-scripts ||
    die "npm could not install what tests/clients/node/package.json names; see above"
  rm -rf "$place"
  mv "$place.part" "$place"
}

make_go_clients() {
  local source=$root/tests/clients/go place=$build/go
  [[ -x $place/send && -z $(find "$source" -newer "$place/send") ]] && return
  say "building the Go clients into build/go"
  mkdir -p "$place"
  (
    cd "$source"
    export GOCACHE=$place/cache GOPATH=$place/path GOTOOLCHAIN=local CGO_ENABLED=0
    export GOFLAGS="${GOFLAGS:-} -modcacherw"  # or `./dev clean` could not remove it
    quietly go "$build/venv/bin/go" build -trimpath -o "$place/" ./...
  ) ||
    die "go could not build tests/clients/go; see above"
}

make_java_clients() {
  local source=$root/tests/clients/java/Read.java place=$build/java
  [[ $place/Read.class -nt $source ]] && return
  say "building the Java client into build/java"
  quietly java javac -d "$place" -cp /usr/share/java/jakarta-mail.jar "$source" ||
    die "javac could not build tests/clients/java; see above"
}
