const LEADING_NUMBER = /^\s*\d+[.、)]\s*/;
const SENTENCE_END = /(?<=[。！？])|(?<=[.!?])\s+/;

/** A script as steps to be said one by one: its lines, or its sentences where it is one line. */
export function stepsOf(script: string): string[] {
  const lines = script.split(/\n+/).filter((line) => line.trim());
  const steps = lines.length > 1 ? lines : script.split(SENTENCE_END);
  return steps.map((step) => step.replace(LEADING_NUMBER, '').trim()).filter(Boolean);
}
