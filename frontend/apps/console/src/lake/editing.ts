import { useEffect, useRef, useState } from 'react';

import { checkContract, type CheckedContract, type ContractForm } from './contracts';

const SETTLED = 500;

/** A contract while it is edited, as text or as a form; the server checks it each time it has settled. */
export interface Editing {
  yaml: string;
  form: ContractForm | null;
  checked: CheckedContract | null;
  /** What was typed last has not been checked yet. */
  pending: boolean;
  error: unknown;
  writeForm: (change: (form: ContractForm) => ContractForm) => void;
  writeText: (text: string) => void;
}

interface Typed {
  yaml: string;
  form: ContractForm | null;
  by: 'form' | 'text';
  turn: number;
}

export function useContractEditing(start: { yaml: string; form: ContractForm | null }): Editing {
  const [typed, setTyped] = useState<Typed>({ ...start, by: start.form ? 'form' : 'text', turn: 0 });
  const [answer, setAnswer] = useState<{ turn: number; checked: CheckedContract | null; error: unknown }>({
    turn: -1,
    checked: null,
    error: null,
  });
  const latest = useRef(0);
  useEffect(() => {
    latest.current = typed.turn;
    if (typed.turn === answer.turn) return;
    const timer = setTimeout(() => {
      const { turn } = typed;
      checkContract({ yaml: typed.yaml, form: typed.by === 'form' ? typed.form : null })
        .then((checked) => {
          if (latest.current !== turn) return;
          setAnswer({ turn, checked, error: null });
          // The side that was not typed into follows; a text that cannot be used leaves the form as it was.
          setTyped((now) =>
            now.turn !== turn
              ? now
              : now.by === 'form'
                ? { ...now, yaml: checked.yaml }
                : { ...now, form: checked.form ?? now.form },
          );
        })
        .catch((error: unknown) => {
          if (latest.current === turn) setAnswer({ turn, checked: null, error });
        });
    }, SETTLED);
    return () => clearTimeout(timer);
  }, [typed, answer.turn]);
  return {
    yaml: typed.yaml,
    form: typed.form,
    checked: answer.checked,
    pending: answer.turn !== typed.turn,
    error: answer.error,
    writeForm: (change) =>
      setTyped((now) => (now.form ? { ...now, form: change(now.form), by: 'form', turn: now.turn + 1 } : now)),
    writeText: (yaml) => setTyped((now) => ({ ...now, yaml, by: 'text', turn: now.turn + 1 })),
  };
}
