#!/bin/sh
# Stands in for terraform where the simulator is run: makes first what is there before anything else, as nothing in a
# module waits for it, and counts in $TRAILSEAL_APPLIED what has been applied as a whole.
there=trailseal_there.tf
if [ "$1" != apply ]; then exec "$TRAILSEAL_TERRAFORM" "$@"; fi
if [ ! -f terraform.tfstate ] && [ -f $there ]; then
  # shellcheck disable=SC2046
  "$TRAILSEAL_TERRAFORM" "$@" $(sed -n 's/^resource "\(.*\)" "\(.*\)" {$/-target=\1.\2/p' $there) || exit
fi
"$TRAILSEAL_TERRAFORM" "$@" || exit
echo applied >> "$TRAILSEAL_APPLIED"
