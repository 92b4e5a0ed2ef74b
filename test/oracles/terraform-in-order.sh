#!/bin/sh
# Stands in for terraform where the simulator is run: makes first what is there before anything else, as nothing in a
# module waits for it, counts in $TRAILSEAL_APPLIED what has been applied as a whole, lists in $TRAILSEAL_CHANGING what a
# plan would change, and in $TRAILSEAL_TWINS the ARNs that several trails got, as AWS would not have it.
there=trailseal_there.tf
case $1 in
# Applying does that, too.
validate) exit ;;
apply)
  if [ ! -f terraform.tfstate ] && [ -f $there ]; then
    # shellcheck disable=SC2046
    "$TRAILSEAL_TERRAFORM" "$@" $(sed -n 's/^resource "\(.*\)" "\(.*\)" {$/-target=\1.\2/p' $there) || exit
  fi
  "$TRAILSEAL_TERRAFORM" "$@"
  status=$?
  sed -n 's/^ *"arn": "\(arn:[a-z-]*:cloudtrail:.*\)",$/\1/p' terraform.tfstate | sort | uniq -d >> "$TRAILSEAL_TWINS"
  [ $status = 0 ] || exit $status
  echo applied >> "$TRAILSEAL_APPLIED"
  ;;
plan)
  "$TRAILSEAL_TERRAFORM" "$@" > trailseal_plan
  status=$?
  cat trailseal_plan
  sed -n 's/^  # \(.*\) \(will\|must\) be .*/\1/p' trailseal_plan > "$TRAILSEAL_CHANGING"
  exit $status
  ;;
*) exec "$TRAILSEAL_TERRAFORM" "$@" ;;
esac
