/** A sentence for people, in English, with `{0}`, `{1}` … for its arguments: the shell may say it in another language. */
export interface Message {
  readonly template: string;
  readonly arguments: readonly (string | Message)[];
}

export function message(template: string, ...args: readonly (string | Message)[]): Message {
  return { template, arguments: args };
}

/** The sentence with its arguments in place. */
export function render({ template, arguments: args }: Message): string {
  return template.replace(/\{(\d+)\}/g, (whole, index) => {
    const argument = args[Number(index)] ?? whole;
    return typeof argument === 'string' ? argument : render(argument);
  });
}
