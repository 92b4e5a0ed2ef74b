/** A sentence for people, in English, with `{0}`, `{1}` … for its arguments: the shell may say it in another language. */
export interface Message {
  readonly template: string;
  readonly arguments: readonly string[];
}

export function message(template: string, ...args: readonly string[]): Message {
  return { template, arguments: args };
}

/** The sentence with its arguments in place. */
export function render({ template, arguments: args }: Message): string {
  return template.replace(/\{(\d+)\}/g, (whole, index) => args[Number(index)] ?? whole);
}
