// npm run screenshots: takes the pictures of docs/images from the running product, in the VS Code of scripts/host.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser, watchForLeaks } from './host/browser.mjs';
import { installHost } from './host/install.mjs';
import { linkExtension, startServer } from './host/server.mjs';
import { Problem, runScript } from './problem.mjs';
import { root, setUp } from './setup.mjs';

const IMAGES = join(root, 'docs/images');

const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'workbench.statusBar.visible': true,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
  'editor.fontSize': 15,
  'editor.lineHeight': 22,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.matchBrackets': 'never',
  'editor.hover.above': false,
  'editor.lightbulb.enabled': 'off',
  'editor.renderLineHighlight': 'none',
  'editor.scrollBeyondLastLine': false,
  'editor.occurrencesHighlight': 'off',
  'editor.wordBasedSuggestions': 'off',
  'editor.tabCompletion': 'off',
};

runScript(async () => {
  setUp();
  installHost();
  mkdirSync(IMAGES, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'trailseal-'));
  const server = await startServer({ settings: SETTINGS, installExtensions: linkExtension });
  let browser;
  try {
    browser = await startBrowser();
    const open = async (example, { height = 800, name = example, change = (_folder) => undefined } = {}) => {
      // VS Code keeps what was not saved in a folder that it knows.
      const folder = join(scratch, 'infrastructure', name);
      cpSync(join(root, 'examples', example), folder, { recursive: true });
      change(folder);
      const page = await browser.newPage({ viewport: { width: 1280, height }, deviceScaleFactor: 1.5 });
      const leaks = watchForLeaks(page);
      const payload = JSON.stringify([['openFile', `vscode-remote://${server.host}${folder}/main.tf`]]);
      await page.goto(`http://${server.host}/?${new URLSearchParams({ folder, payload })}`);
      await page.locator('.squiggly-warning').first().waitFor({ timeout: 60_000 });
      await hideSideBars(page);
      return { page, leaks, folder };
    };
    const fixing = await open('terraform');
    await takeFix(fixing.page);
    await fixing.page.close();
    // A hover may be as high as a quarter of the editor: this one is to be seen whole.
    const asking = await open('terraform-modules', { height: 1800 });
    await takeHover(asking.page);
    await asking.page.close();
    // What is passed in goes where the variables are, and so into two files.
    const change = (folder) =>
      writeFileSync(join(folder, 'variables.tf'), 'variable "environment" {\n  type = string\n}\n');
    const previewing = await open('terraform', { height: 640, name: 'landing-zone', change });
    await takePreview(previewing.page);
    await takeSnippet(previewing.page);
    const leaks = [...fixing.leaks, ...asking.leaks, ...previewing.leaks];
    if (leaks.length > 0) throw new Problem(`The page asked for what is not on this machine: ${leaks.join(', ')}`);
    return 0;
  } finally {
    await browser?.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});

function take(page, name, options) {
  return page.screenshot({ path: join(IMAGES, name), animations: 'disabled', ...options });
}

/** The warning, the fixes that are offered, and what one of them does. */
async function takeFix(page) {
  // The trail's header with the message over it, and the list of problems below.
  await command(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'trail-without-kms-key' }).first().waitFor();
  await clickHeader(page);
  await page
    .locator('.view-line', { hasText: 'aws_cloudtrail' })
    .first()
    .locator('span', { hasText: 'aws_cloudtrail' })
    .last()
    .hover();
  // It says that it is looking for quick fixes until it has found them.
  await page
    .locator('.monaco-hover', { hasText: 'trail-without-kms-key' })
    .filter({ hasText: 'Quick Fix' })
    .filter({ hasNotText: 'Checking for' })
    .first()
    .waitFor();
  await take(page, 'warning.png');

  // What Ctrl+. offers.
  await page.keyboard.press('Escape');
  await command(page, 'View: Hide Panel');
  const offer = await offered(page, /^Secure /);
  await page.mouse.move(1000, 500);
  await take(page, 'quick-fix.png');

  // And what it did.
  await offer.click();
  await page.waitForFunction(() => !document.querySelector('.squiggly-warning'));
  // The cursor is where there is something to decide, which may be further down.
  await page.keyboard.press('Control+Home');
  await page.locator('.view-line', { hasText: 'kms_key_id' }).first().waitFor();
  // The tab's own count of problems lags behind.
  await page.locator('.tab .tab-label[aria-label*="problem"]').waitFor({ state: 'detached' });
  await page.mouse.move(1000, 500);
  await take(page, 'fixed.png');
}

/** What a fix of two files would do, before it does it. */
async function takePreview(page) {
  const offer = await offered(page, /passed in.*, with a preview$/);
  await offer.click();
  await page.locator('.monaco-list-row', { hasText: 'variable "kms_key_arn"' }).first().waitFor();
  await page.mouse.move(1000, 300);
  await take(page, 'preview.png');
  await page.locator('.monaco-button', { hasText: 'Discard' }).click();
}

/** A prefix with what is suggested for it, and what that becomes. */
async function takeSnippet(page) {
  await page.keyboard.press('Control+Home');
  await clickHeader(page);
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const suggestion = page.locator('.suggest-widget .monaco-list-row', { hasText: 'cloudtrail-encrypted' }).first();
  await page.keyboard.type('cloudtrail', { delay: 50 });
  for (let attempt = 1; !(await suggestion.isVisible()); attempt++) {
    if (attempt > 10) throw new Problem('No snippet was suggested.');
    await page.keyboard.press('Control+Space');
    await suggestion.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
  }
  // What is suggested first is what its documentation is shown of.
  const details = page.locator('.suggest-details-container');
  for (let attempt = 1; !(await details.isVisible()); attempt++) {
    if (attempt > 10) throw new Problem('The suggestion did not show what it writes.');
    await page.keyboard.press('Control+Space');
    await details.waitFor({ timeout: 2000 }).catch(() => undefined);
  }
  await page.mouse.move(1000, 600);
  await take(page, 'snippet.png');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: 's3_bucket_name' }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.suggest-widget.visible'));
  await take(page, 'snippet-expanded.png');
}

/** A fix in the menu that Ctrl+. opens. VS Code may still be moving the focus, so the key is pressed until it was heard. */
async function offered(page, title) {
  const offer = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  for (let attempt = 1; !(await offer.isVisible()); attempt++) {
    if (attempt > 10) throw new Problem(`Ctrl+. did not offer ${title}.`);
    await clickHeader(page);
    await page.keyboard.press('Control+.');
    await offer.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
  }
  return offer;
}

/** The way to a verdict, below the call of a module that forgets the key. */
async function takeHover(page) {
  const header = page.locator('.view-line', { hasText: 'data_events' }).first();
  const hover = page
    .locator('.monaco-hover', { has: page.locator('table') })
    .filter({ hasText: 'trail-without-kms-key' })
    .filter({ hasText: 'Quick Fix' })
    .filter({ hasNotText: 'Checking for' })
    .first();
  // A hover that opens before VS Code knows of the warning stays as it is, so the mouse goes away and comes back.
  for (let attempt = 1; !(await hover.isVisible()); attempt++) {
    if (attempt > 10) throw new Problem('The hover did not show the warning and its table.');
    await page.mouse.move(1200, 20);
    await page.locator('.monaco-hover').first().waitFor({ state: 'hidden' });
    await header.locator('span', { hasText: 'data_events' }).last().hover();
    await hover.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  const hidden = await hover
    .locator('.monaco-scrollable-element')
    .first()
    .evaluate((scrolled) => {
      const contents = scrolled.firstElementChild;
      return contents !== null && contents.scrollHeight > contents.clientHeight + 1;
    });
  if (hidden) throw new Problem('The hover is too high: its table is not seen whole.');
  const { y, height } = /** @type {{ y: number, height: number }} */ (await hover.boundingBox());
  // The picture ends below the hover: what is under it is empty.
  await take(page, 'hover.png', { clip: { x: 0, y: 0, width: 1280, height: Math.ceil(y + height + 24) } });
}

/** Puts the cursor onto the header of the trail. */
async function clickHeader(page) {
  await page.locator('.view-line', { hasText: 'aws_cloudtrail' }).first().click();
}

async function hideSideBars(page) {
  await command(page, 'View: Close Primary Side Bar');
  if (await page.locator('.part.auxiliarybar').isVisible()) await command(page, 'View: Hide Secondary Side Bar');
}

/** Runs a command by its title, as a person would: through the palette. */
async function command(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
