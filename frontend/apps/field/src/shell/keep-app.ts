/** Where the app lives. With its slash: the browser keeps the app for addresses below it, not for `/field` itself. */
export const HOME = '/field/';

/** Lets the browser keep the app itself, so that it opens without a network. Only on secure addresses. */
export function keepAppOnPhone(): void {
  if (`${location.pathname}/` === HOME) history.replaceState(null, '', HOME);
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  void navigator.serviceWorker.register(`${HOME}sw.js`, { scope: HOME }).catch(() => undefined);
}
