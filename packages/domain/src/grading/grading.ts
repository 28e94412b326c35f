// Grading (评分): what a customer is asked for after a talk, and the menu that asks him.
import type { GradingLanguage, GradingRules, IvrNode, IvrProfile } from '../configuration.ts';
import type { AgentId, IvrId } from '../ids.ts';

/** What a call knows of its grading. */
export type Grading = {
  /** Who has left the customer to be asked. */
  readonly agentId: AgentId;
  readonly language: GradingLanguage;
  readonly grade: number | null;
  /** The customer gave a mark, or will give none. */
  readonly over: boolean;
};

/** No operator's menu is called so: its name is never typed. */
export const gradingMenuId = (language: GradingLanguage): IvrId => `grading:${language}` as IvrId;

/** @returns the languages that there are prompts for. */
export function languagesOf(rules: GradingRules | undefined): readonly GradingLanguage[] {
  if (rules === undefined) return [];
  return (['zh', 'en'] as const).filter((language) => rules.prompts[language].length > 0);
}

/** @returns the menu: ask, note the mark or that there is none, thank, hang up. */
export function gradingMenu(rules: GradingRules, language: GradingLanguage): IvrProfile {
  const nodes: Record<string, IvrNode> = {
    ask: {
      kind: 'menu',
      prompts: rules.prompts[language],
      timeoutMs: rules.timeoutMs,
      attempts: rules.attempts,
      branches: Object.fromEntries(digitsOf(rules).map((digit) => [digit, `grade${digit}`])),
      otherwise: 'noGrade',
    },
    noGrade: { kind: 'grade', grade: null, next: 'thanks' },
    thanks: { kind: 'play', prompts: rules.thanks, next: 'end' },
    end: { kind: 'send', target: { kind: 'hangUp' } },
  };
  for (const digit of digitsOf(rules)) nodes[`grade${digit}`] = { kind: 'grade', grade: Number(digit), next: 'thanks' };
  return { id: gradingMenuId(language), name: '', start: 'ask', nodes };
}

const digitsOf = ({ keys }: GradingRules): readonly string[] => [...keys].filter((key) => /^[0-9]$/.test(key));
