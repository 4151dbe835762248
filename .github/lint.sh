#!/bin/sh
# Downloads the archive of a release for the active compiler, checks its sum, and runs cargo clippy in the
# current directory. The step of action.yml; the suite `dist` runs it, too.
#
#   ARCHIVES           URL of the directory with the archives
#   VERSION            the release, such as 0.1.0
#   FULL               `true`: all of Clippy; otherwise the lints for values held across `.await`
#   CLIPPY_ARGUMENTS   arguments of cargo clippy, separated by blanks
set -eu

case $FULL in
    true) name=await-holding-clippy-full ;;
    *) name=await-holding-clippy ;;
esac
compiler=$(rustc -vV)
field() { printf '%s\n' "$compiler" | sed -n "s/^$1: //p"; }
archive=$name-$VERSION-rust-$(field release)-$(field host).tar.gz

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for file in "$archive" "$archive.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$dir/$file" "$ARCHIVES/$file" || {
        echo "cannot download $ARCHIVES/$file: is there an archive for $(rustc -V)?" >&2
        exit 1
    }
done
if command -v sha256sum >/dev/null; then check='sha256sum --check'; else check='shasum -a 256 --check'; fi
(cd "$dir" && $check "$archive.sha256" && tar -xzf "$archive") >&2
# shellcheck disable=SC2086 # The arguments are separated by blanks.
"$dir/await-holding-clippy/bin/cargo-clippy" clippy $CLIPPY_ARGUMENTS
