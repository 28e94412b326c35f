// A window that stays above others, where the browser has one (Document Picture-in-Picture, WICG).

type Pip = { readonly requestWindow: (size: { width: number; height: number }) => Promise<Window> };

const pip = (): Pip | undefined => (globalThis as { documentPictureInPicture?: Pip }).documentPictureInPicture;

export const canStayOnTop = (): boolean => pip() !== undefined;

/** Moves the element into a window on top; closing that brings it back. */
export async function stayOnTop(element: HTMLElement): Promise<void> {
  const above = await pip()?.requestWindow({ width: element.offsetWidth, height: element.offsetHeight });
  if (above === undefined) return;
  const home = element.parentElement;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style'))
    above.document.head.append(sheet.cloneNode(true));
  above.document.documentElement.lang = document.documentElement.lang;
  above.document.body.append(element);
  above.addEventListener('pagehide', () => home?.append(element));
}
