import type { Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Place } from '../model/place';
import type { Setting, Trail, TrailCall } from '../model/project';
import type { Value, WayStep } from '../model/value';
import { joinWays } from '../model/values';

/**
 * Why a setting of a trail is what it is: because it is written so, or because of inputs. One that would be its value is `unset`, in what is
 * judged, or `not-passed` to a module that is called; others decide it.
 */
export type Cause =
  | { readonly kind: 'written' }
  | { readonly kind: 'unset'; readonly input: string }
  | { readonly kind: 'not-passed'; readonly input: string; readonly call: string }
  /** `byDefault` where nobody has set any of them. */
  | { readonly kind: 'decided'; readonly inputs: Message; readonly byDefault: boolean };

export function causeOf({ call }: Trail, { value }: Setting): Cause {
  const steps = stepsTo(value);
  const own = steps.filter(isInput);
  const [input, ...others] = own.length > 0 ? own : steps.filter((step) => isLeftOut(step, call));
  if (!input) return { kind: 'written' };
  if (others.length === 0 && isWithin(value.origin.place, input.place)) {
    if (input.kind === 'variable' || input.kind === 'parameter') return { kind: 'unset', input: input.name };
    if (input.kind === 'default') return { kind: 'not-passed', input: input.name, call: input.of ?? '' };
  }
  const inputs = others.reduce((all, step) => message('{0}, {1}', all, sayInput(step)), sayInput(input));
  const byDefault = [input, ...others].every(({ kind }) => kind !== 'assignment');
  return { kind: 'decided', inputs, byDefault };
}

/** What a call that is written here does not pass; of modules that others call, only they can. */
function isLeftOut({ kind, of }: WayStep, call: TrailCall | undefined): boolean {
  return kind === 'default' && (call ? of === call.address : !of?.includes('.module.'));
}

function sayInput({ name, of }: WayStep): Message {
  return of === undefined ? message('{0}', name) : message('{0} of {1}', name, of);
}

function isWithin(inner: Place | undefined, { path, span }: Place): boolean {
  return inner?.path === path && inner.span.start >= span.start && inner.span.end <= span.end;
}

/** One cause is one finding: where the key is missing, or at the call that does not pass it. */
export function isForHere(
  trail: Trail,
  settingOf: (trail: Trail) => Setting,
  isWrong: (value: Value) => boolean,
): boolean {
  const { value } = settingOf(trail);
  if (!trail.call) {
    if (!stepsTo(value).some(isInput)) return true;
    const { trails, isComplete } = trail.inCallers();
    return trails.length > 0 ? trails.some((called) => isWrong(settingOf(called).value)) : isComplete;
  }
  if (!trail.call.isInstalled && !dependsOn(trail.call, value)) return false;
  // What an input of the module decides is said where the module is called.
  if (!stepsTo(value).some(isInput)) return true;
  const { trails, isComplete } = trail.inCallers();
  return trails.length === 0 && isComplete;
}

/** What led to it, in the order in which one would follow it. */
export function relatedTo({ address, call }: Trail, { value, place }: Setting): readonly Related[] {
  const written = call ? [{ place: call.trail, message: message('{0} is declared here', address) }] : [];
  // What nobody gives a value here has no part in it.
  const steps = stepsTo(value).filter((step) => step.place !== place && step.kind !== 'open');
  return [...written, ...steps.map((step) => ({ place: step.place, message: sayStep(step) }))];
}

function sayStep({ kind, name, of = '' }: WayStep): Message {
  switch (kind) {
    case 'variable':
    case 'parameter':
      return message('the default of {0}', name);
    case 'assignment':
      return message('{0} is set here', name);
    case 'argument':
      return message('{0} is passed to {1} here', name, of);
    case 'default':
      return message('{0} is not passed to {1}: this is its default', name, of);
    case 'open':
    case 'local':
    case 'output':
    case 'resource':
    case 'condition':
    case 'mapping':
      return message('the value of {0}', name);
  }
}

/** The steps to a value, and to each of its arms, once each. */
export function stepsTo(value: Value): readonly WayStep[] {
  const arms = value.kind === 'choice' ? value.arms.map(stepsTo) : [];
  return joinWays(value.origin.way, ...arms);
}

/** An input of what is judged. */
function isInput({ kind }: WayStep): boolean {
  return kind === 'variable' || kind === 'assignment' || kind === 'parameter';
}

/** An input of a called module. */
function isInputOf({ address }: TrailCall, { kind, of }: WayStep): boolean {
  return (kind === 'argument' || kind === 'default') && of === address;
}

function dependsOn(call: TrailCall, value: Value): boolean {
  return stepsTo(value).some((step) => isInputOf(call, step));
}
