import { deepEqual, equal, match } from 'node:assert/strict';
import { chmodSync, linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import promises from 'node:fs/promises';
import { join } from 'node:path';
import { type Writing, whyNotWritable, writeFiles } from '../../server/src/main/write-files';
import { scratch, skipOnWindows } from './run';

describe('writing files', () => {
  const { folder, write } = scratch();
  const at = (name: string) => join(folder(), name);
  const text = (name: string) => readFileSync(at(name), 'utf8');
  const writing = (name: string, before = 'old\n', after = 'new\n'): Writing => ({
    path: at(name),
    shown: name,
    before,
    after,
  });

  it('exchanges them, and leaves nothing beside them', async () => {
    write({ a: 'old\n', b: '\uFEFFold\r\n' });
    equal(await writeFiles([writing('a'), writing('b', 'old\r\n', 'new\r\n')]), undefined);
    deepEqual([text('a'), text('b'), readdirSync(folder())], ['new\n', '\uFEFFnew\r\n', ['a', 'b']]);
  });

  it('refuses what has changed since it was read, with all that goes with it', async () => {
    write({ a: 'old\n', b: 'typed meanwhile\n' });
    equal(
      await writeFiles([writing('a'), writing('b')]),
      'b has changed since it was read: it is left as it is now. Try again.',
    );
    deepEqual([text('a'), text('b'), readdirSync(folder())], ['old\n', 'typed meanwhile\n', ['a', 'b']]);
  });

  it('puts back what it has exchanged where a later one is refused', async () => {
    write({ a: 'old\n', b: 'old\n' });
    // By another name the second is the first, which says something else by then.
    symlinkSync(at('a'), at('c'));
    match((await writeFiles([writing('a'), writing('c', 'old\n', 'other\n'), writing('b')])) ?? '', /^c has changed/);
    deepEqual([text('a'), text('b'), readdirSync(folder())], ['old\n', 'old\n', ['a', 'b', 'c']]);
    equal(lstatSync(at('c')).isSymbolicLink(), true);
  });

  it('does not put back over what somebody has written since', async () => {
    write({ a: 'old\n', b: 'old\n', c: 'old\n' });
    const { rename } = promises;
    promises.rename = async (from, to) => {
      await rename(from, to);
      if (to !== at('b')) return;
      promises.rename = rename;
      write({ a: 'somebody\n', c: 'else\n' });
    };
    equal(
      await writeFiles([writing('a'), writing('b'), writing('c')]),
      'c has changed since it was read: it is left as it is now. Try again. a had been written, and has changed since: it is left as it is now.',
    );
    deepEqual([text('a'), text('b'), text('c')], ['somebody\n', 'old\n', 'else\n']);
    deepEqual(readdirSync(folder()), ['a', 'b', 'c']);
  });

  it('parts no file from its other names', async () => {
    write({ a: 'old\n', b: 'old\n' });
    linkSync(at('b'), at('c'));
    const why = 'has other names as well (hard links), which would be parted from it';
    equal(await writeFiles([writing('a'), writing('b')]), `b ${why}.`);
    equal(await whyNotWritable(at('b')), why);
    deepEqual([text('a'), text('b'), text('c'), readdirSync(folder())], ['old\n', 'old\n', 'old\n', ['a', 'b', 'c']]);
  });

  it('has nothing to do where the file is so already', async () => {
    write({ a: 'new\n' });
    equal(await writeFiles([writing('a')]), undefined);
    equal(text('a'), 'new\n');
  });

  it('says what is gone', async () => {
    equal(await writeFiles([writing('a')]), 'a cannot be written (ENOENT).');
  });

  it('keeps all of the mode, whatever new files would get', async function () {
    skipOnWindows(this);
    write({ a: 'old\n' });
    chmodSync(at('a'), 0o776);
    await writeFiles([writing('a')]);
    equal(statSync(at('a')).mode & 0o7777, 0o776);
  });

  it('knows what is read-only', async function () {
    skipOnWindows(this);
    write({ a: '' });
    equal(await whyNotWritable(at('a')), undefined);
    chmodSync(at('a'), 0o400);
    equal(await whyNotWritable(at('a')), 'is read-only');
    equal(await whyNotWritable(at('b')), 'cannot be written (ENOENT)');
  });
});
