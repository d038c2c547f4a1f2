const SYSTEMS = ['HarmonyOS', 'Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'];

/** What this phone is called in the list of its keepers, as far as its browser tells. */
export function deviceLabel(agent: string = navigator.userAgent): string {
  const system = SYSTEMS.find((name) => agent.includes(name)) ?? '';
  const model = /Android [^;)]*; ([^;)]+?)(?: Build|[;)])/.exec(agent)?.[1] ?? '';
  return [system, model].filter(Boolean).join(' · ').slice(0, 80);
}
