import type { Related } from '../model/finding';
import { type Message, message } from '../model/message';
import { isSamePlace, type Place } from '../model/place';
import type { MakingCall, PassedInput, Recorder, Setting, Trail, UsedResource } from '../model/project';
import { isInput, type Value, type WayStep } from '../model/value';
import { stepsTo } from '../model/values';

/**
 * Why a setting of a trail or an event data store is what it is: because it is written so, or because of inputs. One that would be its value is `unset`, in what is
 * judged, or `not-passed` to a module that is called; others decide it.
 */
export type Cause =
  | { readonly kind: 'written' }
  | { readonly kind: 'unset'; readonly input: string }
  | { readonly kind: 'not-passed'; readonly input: string; readonly call: string }
  /** `byDefault` where nobody has set any of them. */
  | { readonly kind: 'decided'; readonly inputs: Message; readonly byDefault: boolean };

/** The same of what a trail uses, which may be only because of what a call passes. */
export type CauseOfUsed = Cause | { readonly kind: 'called'; readonly by: PassedInput };

export function causeOf({ call }: Pick<Recorder<unknown>, 'call'>, { value }: Setting): Cause {
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

export function causeOfUsed(trail: Trail, setting: Setting): CauseOfUsed {
  return trail.byCall ? { kind: 'called', by: trail.byCall } : causeOf(trail, setting);
}

/** What a call that is written here does not pass; of modules that others call, only they can. */
function isLeftOut({ kind, of }: WayStep, call: MakingCall | undefined): boolean {
  return kind === 'default' && (call ? of === call.address : !of?.includes('.module.'));
}

function sayInput({ name, of }: WayStep): Message {
  return of === undefined ? message('{0}', name) : message('{0} of {1}', name, of);
}

function isWithin(inner: Place | undefined, { path, span }: Place): boolean {
  return inner?.path === path && inner.span.start >= span.start && inner.span.end <= span.end;
}

/**
 * Whether a setting is wrong, and here is where that is said: one cause is one finding, where it is written, or at the call that does not pass
 * something else. `settingOf` may be of a resource that the trail uses, which is `used` here.
 */
export function isWrongHere<T extends Recorder<T>>(
  recorder: T,
  settingOf: (recorder: T) => Setting | undefined,
  isWrong: (value: Value) => boolean,
  used?: UsedResource,
): boolean {
  const { call, inCallers } = recorder;
  const value = settingOf(recorder)?.value;
  if (!value || !isWrong(value)) return false;
  if (!call || (used && !used.isMadeWith(call))) {
    if (!stepsTo(value).some(isInput)) return true;
    const { made, isLeftToDefaults } = inCallers();
    return made.length > 0 ? made.map(settingOf).some((called) => called && isWrong(called.value)) : isLeftToDefaults;
  }
  if (!call.isInstalled && !dependsOn(call, value)) return false;
  // What an input of the module decides is said where the module is called.
  if (!stepsTo(value).some(isInput)) return true;
  const { made, isLeftToDefaults } = inCallers();
  return made.length === 0 && isLeftToDefaults;
}

/** What led to it, in the order in which one would follow it. */
export function relatedTo(
  { address, call }: Pick<Recorder<unknown>, 'address' | 'call'>,
  setting: Setting,
): readonly Related[] {
  const written = call ? [declaredAt(address, call.declaration)] : [];
  return [...written, ...relatedSteps(setting)];
}

/** The same for what a trail uses. */
export function relatedToUsed(
  trail: Pick<Trail, 'address' | 'header'> & Partial<Pick<Trail, 'byCall'>>,
  { address, isHere, declaration, header }: UsedResource,
  setting: Setting,
): readonly Related[] {
  const written = isHere || isSamePlace(declaration, header) ? [] : [declaredAt(address, declaration)];
  const user = isSamePlace(trail.header, header)
    ? []
    : [{ place: trail.header, message: message('{0} uses it', trail.address) }];
  const { byCall } = trail;
  const called = byCall
    ? [{ place: byCall.place, message: message('{0} is {1} for {2}', byCall.input, byCall.says, byCall.call) }]
    : [];
  return [...written, ...user, ...called, ...relatedSteps(setting)];
}

function declaredAt(address: string, place: Place): Related {
  return { place, message: message('{0} is declared here', address) };
}

export function relatedSteps({ value, place }: Setting): readonly Related[] {
  // What nobody gives a value here has no part in it.
  const steps = stepsTo(value).filter((step) => step.place !== place && step.kind !== 'open');
  return steps.map((step) => ({ place: step.place, message: sayStep(step) }));
}

/** A sentence, and one that says which inputs make it true. */
export function withCause(sentence: Message, cause: CauseOfUsed): Message {
  switch (cause.kind) {
    case 'written':
      return sentence;
    case 'unset':
      return message('{0} That is so by the default of {1}.', sentence, cause.input);
    case 'not-passed':
      return message('{0} {1} is not passed to {2}.', sentence, cause.input, cause.call);
    case 'decided':
      return cause.byDefault
        ? message('{0} That is so by default, because of {1}.', sentence, cause.inputs)
        : message('{0} That is so because of {1}.', sentence, cause.inputs);
    case 'called':
      return message(
        '{0} That is so where {1} is {2}, as {3} has it.',
        sentence,
        cause.by.input,
        cause.by.says,
        cause.by.call,
      );
  }
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

/** An input whose default stands for what others may give. */
export function isOpenInput({ kind }: WayStep): boolean {
  return kind === 'variable' || kind === 'parameter';
}

/** An input of a called module. */
function isInputOf({ address }: MakingCall, { kind, of }: WayStep): boolean {
  return (kind === 'argument' || kind === 'default') && of === address;
}

function dependsOn(call: MakingCall, value: Value): boolean {
  return stepsTo(value).some((step) => isInputOf(call, step));
}
