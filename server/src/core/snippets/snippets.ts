import type { DataFormat } from '../syntax/data/tree';
import type { Syntax } from '../syntax/parser';
import type { Recipe } from './recipe';
import { recipes } from './recipes';
import { emptyTemplate, membersSnippet, templateSnippet } from './template';
import { terraformSnippet } from './terraform';

export interface Snippet extends Pick<Recipe, 'title' | 'prefixes' | 'description'> {
  /** In the grammar of snippets, indented as it stands at the start of a line. */
  readonly body: string;
}

/** The snippets for a file of which nothing is known: for Terraform, or as members of `Resources`. */
export function snippetsFor(language: 'terraform' | DataFormat, syntax: Syntax): readonly Snippet[] {
  const bodyOf = (recipe: Recipe) =>
    language === 'terraform'
      ? terraformSnippet(recipe, syntax)
      : (membersSnippet(recipe, syntax, emptyTemplate(syntax, language)) ?? '');
  return recipes.map((recipe) => ({
    title: recipe.title,
    prefixes: recipe.prefixes,
    description: recipe.description,
    body: bodyOf(recipe),
  }));
}

/** The snippets for a file that is empty. */
export function templateSnippetsFor(format: DataFormat, syntax: Syntax): readonly Snippet[] {
  return recipes.flatMap((recipe) => {
    const { templatePrefix: prefix, title, description } = recipe;
    if (prefix === undefined) return [];
    const body = templateSnippet(recipe, syntax, format);
    return [{ title: `Template: ${title}`, prefixes: [prefix], description: `A whole template. ${description}`, body }];
  });
}
