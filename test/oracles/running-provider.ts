import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { relayTo } from './remembered-answers';

/** A provider that Terraform attaches to. It would start one for each command, which takes most of the time of a run. */
export interface RunningProvider {
  /** For the commands that use it, one after the other: it holds one configuration. */
  readonly env: () => Readonly<Record<string, string>>;
  readonly restart: () => Promise<void>;
  readonly stop: () => void;
}

/** Starts the provider for AWS of a mirror. */
export async function startProvider(mirror: string): Promise<RunningProvider> {
  const program = programIn(mirror);
  let started = await start(program);
  return {
    env: () => started.env,
    restart: async () => {
      started.stop();
      started = await start(program);
    },
    stop: () => started.stop(),
  };
}

/** Whether Terraform says that the provider that it is attached to has ended or no longer answers. */
export function isProviderLost(output: string): boolean {
  return /Plugin (did not respond|error)|Reattachment process not found/.test(output);
}

const variable = 'TF_REATTACH_PROVIDERS';

/** Where Terraform finds a provider, as that prints it, by its name. */
type Attachment = Readonly<Record<string, { readonly Addr: { readonly String: string } }>>;

async function start(program: string) {
  const { AWS_CA_BUNDLE: _, ...env } = process.env;
  const child = spawn(program, ['-debug'], {
    // Some of them at once would else take all the memory that there is.
    env: { ...env, ...lessCollection, GOMEMLIMIT: '2GiB' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const printed = await new Promise<string>((done, fail) => {
    let output = '';
    child.on('error', fail);
    child.on('close', (status) => fail(new Error(`the provider ended with ${status}`)));
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      output += data;
      const value = new RegExp(`${variable}='(.*)'`).exec(output)?.[1];
      if (value) done(value);
    });
  });
  const attachment: Attachment = JSON.parse(printed);
  const [name, at] = Object.entries(attachment)[0] ?? assert.fail(`no provider in ${printed}`);
  const relay = await relayTo(at.Addr.String);
  return {
    env: { [variable]: JSON.stringify({ [name]: { ...at, Addr: { ...at.Addr, String: relay.socket } } }) },
    stop: () => {
      relay.close();
      child.kill();
    },
  };
}

/** The schema of the provider is large and short-lived: most of a command's time goes into collecting it. */
export const lessCollection = { GOGC: '400' };

function programIn(mirror: string): string {
  const files = readdirSync(mirror, { recursive: true, encoding: 'utf8' });
  const program = files.find((file) => /hashicorp[/\\]aws[/\\].*[/\\]terraform-provider-aws[^/\\]*$/.test(file));
  if (!program) throw new Error(`no provider for AWS that is unpacked in ${mirror}`);
  return join(mirror, program);
}
