# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The same tests on another Debian, for `./dev test --on NAME`, which sources this file. The other
# Debian is a folder under build/ that one changes root into. It takes the mirror, the name servers
# and what pip, npm and certificates want from the machine it is on, and is made anew when the list of
# packages changes. Its mounts and processes live in namespaces of their own: they are gone when
# the command is, whatever ends it, and no `rm` can follow a mount.
# $root and $build are the caller's.
# shellcheck disable=SC2154

run_elsewhere() {  # run_elsewhere NAME "" PYTEST ARGS... or NAME --short PYTEST ARGS...
  local name=$1 short=$2 place folder purpose
  local -A releases=([debian13]=trixie)
  shift 2
  ((EUID == 0)) || die "--on $name changes root, which only root may: please run it as root"
  need elsewhere
  folder=$build/elsewhere/${short:+short-}$name
  place=$folder-$(for purpose in build "${short:+short-}test"; do packages_for "$purpose"; done |
    sha256sum | cut -c1-12)
  if [[ ! -d $place ]]; then
    rm -rf "$folder"-*
    say "making a root of $name (takes some minutes)"
    make_debian "${releases[$name]}" "$place"
  fi
  share_settings "$place"
  copy_sources "$place/postiche"
  say "the tests on $name"
  # shellcheck disable=SC2016
  inside "$place" bash -c '
    cd /postiche
    ./dev deps build "$0"
    [[ -d .git ]] || git init -q  # the tests ask git which files there are
    exec ./dev test "$@"' "${short:+short-}test" "${short:---quick}" --no-style "$@" ||
    die "failed on $name; see above"
}

make_debian() {  # make_debian RELEASE PLACE
  local mirror
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || { apt-get update -q >/dev/null && mirror=$(debian_mirror); } || true
  [[ -n $mirror ]] || die "no mirror of Debian is named in this machine's settings of apt"
  mkdir -p "$2.part"
  quietly debootstrap debootstrap --variant=minbase --include=ca-certificates \
    "$1" "$2.part" "$mirror" || die "debootstrap could not make a root of $1 from $mirror"
  apt-config dump | grep -E '^Acquire::(http|https|ftp)::' >"$2.part/etc/apt/apt.conf.d/host" || true
  mv "$2.part" "$2"
}

debian_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 !~ /-/ && !found { found = 1; print $3 }'
}

share_settings() {  # share_settings PLACE
  local file
  for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/pip.conf \
    "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" "$HOME/.npmrc"; do
    [[ ! -e $file ]] || install -D -m 644 "$file" "$1/${file/#$HOME//root}"
  done
}

# With their times, so that only what has changed is built again.
copy_sources() {  # copy_sources FOLDER
  mkdir -p "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name build ! -name .git -exec rm -rf {} +
  files '*' | (cd "$root" && tar --create --ignore-failed-read --files-from=-) | tar -x -C "$1"
}

inside() {  # inside PLACE COMMAND...
  local passed
  mapfile -t passed < <(env | grep -Ei '^((https?|no)_proxy|(PIP|NPM_CONFIG)_[A-Z_]+|GOPROXY|GOSUMDB|NODE_EXTRA_CA_CERTS)=')
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child bash -c '
    set -e
    mount -t proc proc "$0/proc"
    mount --rbind /dev "$0/dev"
    exec chroot "$0" "$@"' "$1" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "${passed[@]}" "${@:2}"
}
