import { useWords } from '@gridloop/i18n';

interface Act {
  action: string;
  object_kind: string;
  object_id: string;
}

/** Says in the reader's words what a line of the audit trail is about. */
export function useAuditWords(): { action: (act: Act) => string; object: (act: Act) => string } {
  const t = useWords('ui');
  return {
    action: ({ action }) => t(`act.${action}`, { defaultValue: action }),
    object: ({ object_kind: kind, object_id: id }) => `${t(`thing.${kind}`, { defaultValue: kind })} ${id}`,
  };
}
