// Opening the toolbar as a window of an installed browser, without tabs and address.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BrowserPlace = {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
};

/** All of Chromium's kin, which know app windows; by platform, the most usual first. */
const linux = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'brave-browser',
];
const mac = ['Google Chrome', 'Microsoft Edge', 'Chromium', 'Brave Browser'];
const windows = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['BraveSoftware', 'Brave-Browser', 'Application', 'brave.exe'],
];

/** @returns null: none is installed. */
export function findBrowser({ platform, environment, exists }: BrowserPlace): string | null {
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return windows.flatMap((path) => roots.map((root) => [root, ...path].join('\\'))).find(exists) ?? null;
  }
  if (platform === 'darwin') {
    const roots = ['/Applications', `${environment['HOME'] ?? ''}/Applications`];
    const paths = mac.flatMap((name) => roots.map((root) => `${root}/${name}.app/Contents/MacOS/${name}`));
    return paths.find(exists) ?? null;
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return linux.flatMap((name) => folders.map((folder) => join(folder, name))).find(exists) ?? null;
}

export const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * Opens an app window with a profile of its own, so that leave for the microphone is given once and to this alone.
 *
 * @param url good once
 * @throws Error when the browser cannot be started.
 */
export async function openAppWindow(
  command: string,
  url: string,
  { profileFolder, more, isMinimised }: { profileFolder: string; more: readonly string[]; isMinimised: boolean },
): Promise<void> {
  const flags = [
    `--app=${url}`,
    `--user-data-dir=${profileFolder}`,
    '--window-size=760,420',
    '--no-first-run',
    '--no-default-browser-check',
    // A call rings whether or not somebody has clicked into the window since it opened.
    '--autoplay-policy=no-user-gesture-required',
    ...(isMinimised ? ['--start-minimized'] : []),
    ...more,
  ];
  const child = spawn(command, flags, { detached: true, stdio: 'ignore' });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', resolve);
  });
  child.unref();
}
