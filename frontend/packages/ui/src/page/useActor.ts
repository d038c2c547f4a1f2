import { useWords } from '@gridloop/i18n';

const SYSTEM = 'system:';

/** Names whoever did something: a person, or the system itself; nobody is "–". */
export function useActor(): (actor: string, name: string) => string {
  const t = useWords('ui');
  return (actor, name) => (actor.startsWith(SYSTEM) ? t('actor.system') : name || actor || '–');
}
